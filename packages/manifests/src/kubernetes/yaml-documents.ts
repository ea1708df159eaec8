import { CST, Lexer, LineCounter, parseDocument, visit, YAMLParseError } from 'yaml';
import { type Lines, type LinesOf, linesIn, YAML_OPTIONS } from './yaml-lines.ts';

export type YamlDocument =
  | { readonly kind: 'value'; readonly value: unknown; readonly linesOf: LinesOf }
  | {
      readonly kind: 'problem';
      readonly line: number;
      readonly message: string;
      readonly template: boolean;
      /** Nothing in it looks like a Kubernetes object. */
      readonly foreign: boolean;
    };

/** Kubernetes takes no object of more than about 1.5 MB; a list of objects may be longer. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_ALIASES = 1000;
/** A merge key copies what its alias stands for, which may be nearly the whole document. */
const MOST_MERGED_CHARACTERS = 256 * 1024 * 1024;
/** The parser recurses: at some tens of thousands of levels it ends wherever the stack does. */
const MOST_LEVELS = 1000;
const NESTED_LISTS = new RegExp(`(?<![-?] +)(?:[-?] +){${MOST_LEVELS}}`);
/** What is that long and names no kind is not even parsed. */
const LONG = 64 * 1024;

/**
 * The documents of a YAML stream, one by one, so that a malformed one does not hide the others. Which are told by `wanted` not
 * to matter are left out where they are long.
 */
export function* yamlDocuments(text: string, wanted: RegExp): Generator<YamlDocument> {
  for (const chunk of chunksOf(text.replace(/^\ufeff/, ''))) {
    if (!/^[ \t]*[^\s#%]/m.test(chunk.text)) continue;
    if (chunk.text.length > LONG && !wanted.test(chunk.text))
      yield { kind: 'value', value: null, linesOf: () => [chunk.line] };
    else yield readDocument(chunk);
  }
}

interface Chunk {
  readonly text: string;
  /** The line of the file on which it begins. */
  readonly line: number;
}

/** `---` at the beginning of a line ends a document wherever it stands: https://yaml.org/spec/1.2.2/#document-markers */
function* chunksOf(text: string): Generator<Chunk> {
  const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
  let start = 0;
  let line = 1;
  for (let match = marker.exec(text); ; match = marker.exec(text)) {
    const chunk = text.slice(start, match?.index);
    yield { text: chunk, line };
    if (match === null) return;
    line += chunk.split('\n').length - 1;
    start = match.index + match[0].length;
  }
}

function readDocument({ text, line: first }: Chunk): YamlDocument {
  const problem = (line: number, message: string): YamlDocument => ({
    kind: 'problem',
    line,
    message,
    template: /\{[{%]/.test(text),
    foreign: !/(?:^|[{,])[ \t]*(?:- )?["']?(?:kind|apiVersion)["']?\s*:/m.test(text),
  });
  if (text.length > MOST_CHARACTERS)
    return problem(first, `a YAML document of more than ${MOST_CHARACTERS / 1024 / 1024} MB`);
  if (isTooDeep(text)) return problem(first, `is nested deeper than ${MOST_LEVELS} levels`);
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined)
      return problem(lines.linePos(error.pos[0]).line + first - 1, `is no YAML: ${wordsOf(error)}`);
    const aliases = text.includes('*') ? aliasesIn(document) : 0;
    if (aliases > MOST_ALIASES) return problem(first, `more than ${MOST_ALIASES} YAML aliases`);
    if (text.includes('<<') && aliases * text.length > MOST_MERGED_CHARACTERS)
      return problem(first, `${aliases} YAML aliases, too many to merge in a document of this length`);
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return {
      kind: 'value',
      value,
      linesOf: (path) => linesIn(text, path).map((line) => line + first - 1) as unknown as Lines,
    };
  } catch (error) {
    // Aliases that would grow without bound, or point at nothing; merge keys of no map; nesting that is too deep for the parser.
    return problem(first, `is no YAML that can be read: ${wordsOf(error)}`);
  }
}

/** By what is nested in one line, or in brackets; what texts and comments say does not count. */
function isTooDeep(text: string): boolean {
  if (!hasManyBrackets(text) && !NESTED_LISTS.test(text)) return false;
  let [brackets, items] = [0, 0];
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type: CST.TokenType | 'text' | null = isText ? 'text' : CST.tokenType(lexeme);
    isText = type === 'scalar';
    if (type === 'flow-seq-start' || type === 'flow-map-start') brackets += 1;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') brackets = Math.max(0, brackets - 1);
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind') items += 1;
    else if (type === 'newline') items = 0;
    if (brackets + items > MOST_LEVELS) return true;
  }
  return false;
}

function hasManyBrackets(text: string): boolean {
  const pattern = /[[{]/g;
  let count = 0;
  while (count <= MOST_LEVELS && pattern.test(text)) count += 1;
  return count > MOST_LEVELS;
}

function aliasesIn(document: ReturnType<typeof parseDocument>): number {
  let count = 0;
  visit(document, {
    Alias: () => {
      count += 1;
      return count > MOST_ALIASES ? visit.BREAK : undefined;
    },
  });
  return count;
}

/** Of these errors the words quote the text in their midst. */
const QUOTING = new Set(['BAD_DQ_ESCAPE', 'BAD_DIRECTIVE', 'TAG_RESOLVE_FAILED']);

/** What is wrong, without what the parser quotes after a colon: the text may be a Secret's. */
function wordsOf(error: unknown): string {
  if (error instanceof YAMLParseError && QUOTING.has(error.code))
    return error.code.toLowerCase().replaceAll('_', ' ');
  const message = error instanceof Error ? error.message : String(error);
  return (message.split(/(?<=\S):\s|\n/)[0] ?? '').slice(0, 120);
}
