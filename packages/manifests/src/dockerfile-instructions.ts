export interface Instruction {
  /** In capitals: `RUN`. */
  readonly name: string;
  readonly text: string;
  /** What follows `<<EOF` of RUN, COPY and ADD: https://docs.docker.com/reference/dockerfile/#here-documents */
  readonly here: string;
  /** The line, from 1, of a place in `text`, or in `here` where that begins behind a line break after `text`. */
  readonly lineAt: (at: number) => number;
}

/** The instructions of a Dockerfile, those that ONBUILD keeps for later among them. */
export function instructionsOf(text: string): readonly Instruction[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const more = escapeOf(lines) === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
  const endOf = wordLines(lines);
  const found: Instruction[] = [];
  let next = 0;
  while (next < lines.length) {
    const whole = logicalLine(lines, next, more);
    next = whole.next;
    const [, name = '', rest = ''] = /^\s*(?:ONBUILD\s+)?([A-Za-z]+)\s+([\s\S]*)$/i.exec(whole.text) ?? [];
    if (name === '') continue;
    const here = /^(RUN|COPY|ADD)$/i.test(name)
      ? hereDocuments(rest, lines, next, endOf)
      : { text: '', next, starts: [] };
    next = here.next;
    const before = whole.text.length - rest.length;
    const starts = [
      ...whole.starts.map(({ at, line }) => ({ at: at - before, line })),
      ...here.starts.map(({ at, line }) => ({ at: at + rest.length + 1, line })),
    ];
    found.push({
      name: name.toUpperCase(),
      text: rest,
      here: here.text,
      lineAt: (place) => starts[countUntil(starts, place) - 1]?.line ?? 1,
    });
  }
  return found;
}

/** How many begin at a place or before it, by halves: each of a hundred thousand lines may be asked for. */
function countUntil(starts: readonly { readonly at: number }[], place: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle]?.at ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Taken {
  readonly text: string;
  /** The line, from 0, that comes after it. */
  readonly next: number;
  /** Where in the text each of its lines begins; lines count from 1. */
  readonly starts: readonly { readonly at: number; readonly line: number }[];
}

/** Lines that end with the escape character go on; comments and empty lines between them do not count. */
function logicalLine(lines: readonly string[], start: number, more: RegExp): Taken {
  const starts: { at: number; line: number }[] = [];
  let text = '';
  for (let index = start; index < lines.length; index += 1) {
    const part = lines[index] ?? '';
    if (/^\s*(#|$)/.test(part)) {
      if (text === '') return { text, starts, next: index + 1 };
      continue;
    }
    starts.push({ at: text.length, line: index + 1 });
    text += part.replace(more, ' ');
    if (!more.test(part)) return { text, starts, next: index + 1 };
  }
  return { text, starts, next: lines.length };
}

function hereDocuments(text: string, lines: readonly string[], start: number, endOf: EndOf): Taken {
  const starts: { at: number; line: number }[] = [];
  let here = '';
  let next = start;
  for (const [, tabs, word = ''] of text.matchAll(/(?<!<)<<(-?)["']?([A-Za-z_]\w*)/g)) {
    const end = endOf(word, tabs === '-', next);
    if (end === undefined) continue;
    for (let index = next; index < end; index += 1) {
      starts.push({ at: here.length, line: index + 1 });
      here += `${lines[index]}\n`;
    }
    next = end + 1;
  }
  return { text: here, starts, next };
}

/** The line at or after `from` that is a word alone. It is asked for lines that only go forward. */
type EndOf = (word: string, tabs: boolean, from: number) => number | undefined;

function wordLines(lines: readonly string[]): EndOf {
  const exact = new Map<string, number[]>();
  const indented = new Map<string, number[]>();
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (!/^\t*[A-Za-z_]\w*$/.test(line)) continue;
    for (const [places, word] of [
      [exact, line],
      [indented, line.replace(/^\t+/, '')],
    ] as const) {
      const all = places.get(word) ?? [];
      places.set(word, all);
      all.push(index);
    }
  }
  return (word, tabs, from) => {
    const left = (tabs ? indented : exact).get(word);
    while (left !== undefined && (left.at(-1) ?? from) < from) left.pop();
    return left?.at(-1);
  };
}

/** Source: https://docs.docker.com/reference/dockerfile/#escape */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, directive, value] = /^#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (directive === undefined) break;
    if (directive.toLowerCase() === 'escape' && value !== undefined) return value;
  }
  return '\\';
}
