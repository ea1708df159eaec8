import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Scalar } from 'yaml';
import { findKeys } from '../aws-keys.ts';
import type { Segment } from '../json-path.ts';

/**
 * The line of what a path leads to, or as near to it as it leads; of a text over several lines those that hold AWS keys, where any
 * does. A path may go on within a text that is YAML itself.
 */
export type LinesOf = (path: readonly Segment[]) => Lines;
export type Lines = readonly [number, ...number[]];

export const YAML_OPTIONS = {
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

interface Parsed {
  readonly text: string;
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
}

let last: Parsed | undefined;

function parsed(text: string): Parsed {
  const lines = new LineCounter();
  return { text, lines, document: parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines }) };
}

/** Findings are few: the document is parsed again for them rather than kept. */
export function linesIn(text: string, path: readonly Segment[]): Lines {
  if (last?.text !== text) last = parsed(text);
  return linesAt(last, path);
}

function linesAt({ text, document, lines }: Parsed, path: readonly Segment[]): Lines {
  let node: unknown = document.contents;
  let at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  let depth = 0;
  for (const segment of path) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, segment);
    if (child === undefined) break;
    node = child.value;
    at = child.at;
    depth += 1;
  }
  const line = lines.linePos(at).line;
  const within =
    isScalar(node) && typeof node.value === 'string' && node.range
      ? withinText(text, node as TextNode, path.slice(depth), lines)
      : [];
  const [first = line, ...others] = new Set(within);
  return [first, ...others];
}

type TextNode = Scalar<string> & { readonly range: readonly [number, number, number] };

/** None where the line of its key is the nearest. */
function withinText(
  text: string,
  { value, type, range: [start, end] }: TextNode,
  path: readonly Segment[],
  lines: LineCounter,
): readonly number[] {
  const begins = lines.linePos(start).line;
  // The lines of a literal block are those of its text, from the one after its indicator.
  const literal = type === 'BLOCK_LITERAL';
  if (path.length > 0) return literal ? linesAt(parsed(value), path).map((line) => begins + line) : [];
  const keys = findKeys(text.slice(start, end)).map(({ at }) => lines.linePos(start + at).line);
  if (keys.length > 0) return keys.sort((one, other) => one - other);
  return literal && !value.trim().includes('\n') ? [begins + leadingLines(value) + 1] : [];
}

function leadingLines(value: string): number {
  return value.slice(0, value.length - value.trimStart().length).split('\n').length - 1;
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
  // Of a key that stands twice the last counts.
  const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === segment);
  return pair === undefined ? undefined : { value: pair.value, at: (pair.key as Scalar).range?.[0] ?? 0 };
}
