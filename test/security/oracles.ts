import { parseCsv } from '../report/parse-csv.ts';

/** Every character that a reader does not see, or that does something to what is around it. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{DI}\u2028\u2029\ufff9-\ufffb]/u;
const LINES = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** What is wrong with an output that was made of hostile texts; `tame` is the same of harmless ones. */
type Oracle = (output: string, tame: string) => readonly string[];

/** By the name that `--format` gives it: a new format needs its own here. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  /** What commands without formats write. */
  text: textFaults,
  table: textFaults,
  ndjson: (text) => [...textFaults(text), ...text.split('\n').filter(Boolean).flatMap(jsonFaults)],
  json: (text) => [...textFaults(text), ...jsonFaults(text)],
  sarif: (text) => [...textFaults(text), ...jsonFaults(text), ...addressFaults(text)],
  asff: (text) => [...textFaults(text), ...jsonFaults(text), ...addressFaults(text)],
  ocsf: (text) => [...textFaults(text), ...text.split('\n').filter(Boolean).flatMap(jsonFaults)],
  csv: csvFaults,
  'drift-csv': csvFaults,
  md: markdownFaults,
  html: htmlFaults,
};

/** A text for people's eyes, as a terminal or a log shows it; line breaks are ours. */
export function textFaults(text: string): readonly string[] {
  return [...unseenFaults(text), ...forgedLines(text)];
}

function unseenFaults(text: string): readonly string[] {
  return text.split('\n').flatMap((line, at) => {
    const found = UNSEEN.exec(line.replaceAll(/(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]/gu, ''));
    if (found === null) return [];
    const code = (found[0].codePointAt(0) ?? 0).toString(16);
    return [
      `line ${at + 1} has U+${code}: ${JSON.stringify(line.slice(Math.max(0, found.index - 40), found.index + 20))}`,
    ];
  });
}

/** Lines that begin with what only somebody else would write. */
function forgedLines(text: string): readonly string[] {
  return text
    .split(LINES)
    .filter((line) =>
      /^[\s>#*|-]*(?:FORGED|data: FORGED|CRITICAL: forged|::error|##vso|\{"level":"ERROR")/.test(line),
    )
    .map((line) => `a line was forged: ${JSON.stringify(line.slice(0, 80))}`);
}

function jsonFaults(text: string): readonly string[] {
  try {
    JSON.parse(text);
  } catch (error) {
    return [`is no JSON: ${error}: ${text.slice(0, 80)}`];
  }
  return [];
}

/** What a viewer makes a link of leads nowhere but to files and to the pages of the catalogue. */
function addressFaults(text: string): readonly string[] {
  return [...text.matchAll(/"(?:uri|helpUri|informationUri|Url|SourceUrl)": "((?:[^"\\]|\\.)*)"/g)].flatMap(
    ([, address = '']) =>
      /^(?:file:\/\/\/|https:\/\/(?!evil)|s3:\/\/|lookup:[a-z0-9-]+$|(?![a-z][\w+.-]*:)[^/\\])/i.test(address)
        ? []
        : [`an address leads elsewhere: ${address.slice(0, 80)}`],
  );
}

/** Spreadsheets look at what a cell begins with, some of them after blanks, and some of them split at semicolons. */
function csvFaults(text: string): readonly string[] {
  return [
    ...textFaults(text.replaceAll('\r\n', '\n')),
    ...parseCsv(text)
      .flat()
      .filter((cell) => /(?:^|;)[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell))
      .map((cell) => `a formula: ${JSON.stringify(cell.slice(0, 80))}`),
  ];
}

/** What is left of Markdown without code, escapes and entities is markup. */
function markdownFaults(text: string, tame: string): readonly string[] {
  const known = new Set([...markupOf(tame), '# Podguard: Account 0', '# Podguard: What is recorded']);
  return [
    ...textFaults(text),
    ...markupOf(text)
      .filter((one) => !known.has(one))
      .map((one) => `markup: ${one.slice(0, 80)}`),
    ...tableFaults(text),
  ];
}

function markupOf(text: string): readonly string[] {
  const bare = text
    .replaceAll(/\\[\p{P}\p{S}]|(`[^`\n]*`)/gu, (_, code?: string) => (code === undefined ? '' : 'code'))
    .replaceAll(/&[a-z]+;|&#\d+;/g, '.');
  const found =
    bare.match(
      /<\/?[\w!-]+[^>\n]*>?|!?\[[^\]\n]*\][([:]\S*|https?:\/\/\S*|\bwww\.\S*|@\w+|^[ \t]*(?:```|~~~|#{1,6} .*|---+$)|\w*#\d+|`/gim,
    ) ?? [];
  return found.map((one) => one.replaceAll(/\b\d+\b/g, '0'));
}

/** Each row has as many cells as its head. */
function tableFaults(text: string): readonly string[] {
  const faults: string[] = [];
  let cells = 0;
  for (const line of text.split('\n')) {
    const count = line.startsWith('|') ? (line.replaceAll(/\\./g, '').match(/\|/g)?.length ?? 0) : 0;
    if (cells > 0 && count > 0 && count !== cells)
      faults.push(`a row of ${count} in a table of ${cells}: ${line.slice(0, 80)}`);
    cells = count;
  }
  return faults;
}

/** No element, attribute or kind of address is in it that the harmless one has not. */
export function htmlFaults(html: string, tame: string): readonly string[] {
  const known = new Set(elementsOf(tame));
  return [
    ...unseenFaults(html.replaceAll(/<(style|script)\b[^>]*>.*?<\/\1>/gs, '')),
    ...[...html.matchAll(/<pre\b[^>]*>(.*?)<\/pre>/gs)].flatMap(([, lines = '']) => forgedLines(lines)),
    ...elementsOf(html)
      .filter((one) => !known.has(one))
      .map((one) => `an element: ${one.slice(0, 80)}`),
    ...(html.match(/<(?:script|style|meta|link|base|iframe|form)\b/g)?.length ===
    tame.match(/<(?:script|style|meta|link|base|iframe|form)\b/g)?.length
      ? []
      : ['more scripts, styles or frames']),
    ...[...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].flatMap(([, address = '']) =>
      /^(?:#|\/(?!\/)|https:\/\/(?!evil)|data:image\/svg\+xml,)/.test(address)
        ? []
        : [`an address: ${address.slice(0, 80)}`],
    ),
  ];
}

/** Every element by its name and the names of its attributes. */
function elementsOf(html: string): readonly string[] {
  return [...html.matchAll(/<([^\s>]*)((?:"[^"]*"|[^>"])*)>?/g)].map(
    ([, name = '', attributes = '']) =>
      `${name} ${[...attributes.replaceAll(/"[^"]*"/g, '""').matchAll(/[^\s="/]+/g)].map(([one]) => one).join(' ')}`,
  );
}
