import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { Segment } from '../json-path.ts';

export type YamlDocument =
  | { readonly kind: 'value'; readonly value: unknown; readonly lineOf: LineOf }
  | {
      readonly kind: 'problem';
      readonly line: number;
      readonly message: string;
      readonly template: boolean;
      /** Nothing in it looks like a Kubernetes object. */
      readonly foreign: boolean;
    };

/** The line of what a path leads to; where that is a text of several lines, of the one that holds the words, if any does. */
export type LineOf = (path: readonly Segment[], words?: string) => number;

/** Kubernetes takes no object of more than about 1.5 MB; a list of objects may be longer. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_ALIASES = 1000;
/** What is that long and names no kind is not even parsed. */
const LONG = 64 * 1024;
const OPTIONS = { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

/**
 * The documents of a YAML stream, one by one, so that a malformed one does not hide the others. Which are told by `wanted` not
 * to matter are left out where they are long.
 */
export function* yamlDocuments(text: string, wanted: RegExp): Generator<YamlDocument> {
  for (const chunk of chunksOf(text.replace(/^\ufeff/, ''))) {
    if (!/^[^\S\n]*[^\s#%]/m.test(chunk.text)) continue;
    if (chunk.text.length > LONG && !wanted.test(chunk.text))
      yield { kind: 'value', value: null, lineOf: () => chunk.line };
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
    foreign: !/(?:^|[{,])\s*(?:- )?["']?(?:kind|apiVersion)["']?\s*:/m.test(text),
  });
  if (text.length > MOST_CHARACTERS)
    return problem(first, `a YAML document of more than ${MOST_CHARACTERS / 1024 / 1024} MB`);
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined)
      return problem(lines.linePos(error.pos[0]).line + first - 1, `is no YAML: ${firstLine(error.message)}`);
    if (text.includes('*') && aliasesIn(document) > MOST_ALIASES)
      return problem(first, `more than ${MOST_ALIASES} YAML aliases`);
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { kind: 'value', value, lineOf: (path, words) => lineIn(text, path, words) + first - 1 };
  } catch (error) {
    // Aliases that would grow without bound, or point at nothing; nesting that is too deep for the parser.
    if (error instanceof ReferenceError || error instanceof RangeError)
      return problem(first, `is no YAML that can be read: ${firstLine(error.message)}`);
    throw error;
  }
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

interface Parsed {
  readonly text: string;
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
}

let last: Parsed | undefined;

/** Findings are few: the document is parsed again for them rather than kept. */
function parsedOf(text: string): Parsed {
  if (last?.text === text) return last;
  const lines = new LineCounter();
  last = { text, lines, document: parseDocument(text, { ...OPTIONS, lineCounter: lines }) };
  return last;
}

/** The line, from 1, of the key or item that a path leads to, or as near to it as the path leads. */
function lineIn(text: string, path: readonly Segment[], words: string | undefined): number {
  const { document, lines } = parsedOf(text);
  let node: unknown = document.contents;
  let at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const segment of path) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, segment);
    if (child === undefined) break;
    node = child.value;
    at = child.at;
  }
  if (isScalar(node) && node.range && words !== undefined) {
    const [start, end] = node.range;
    const found = text.slice(start, end).indexOf(words);
    if (found >= 0) at = start + found;
  }
  return lines.linePos(at).line;
}

function childOf(
  node: unknown,
  segment: Segment,
): { readonly value: unknown; readonly at: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return isNode(item) ? { value: item, at: item.range?.[0] ?? 0 } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
  return pair === undefined ? undefined : { value: pair.value, at: (pair.key as Scalar).range?.[0] ?? 0 };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 120);
}
