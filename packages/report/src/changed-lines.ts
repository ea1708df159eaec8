/** A line of two texts put side by side: of both, of the first alone, or of the second alone; or so many that are left out. */
export type ChangedLine =
  | { readonly side: 'both' | 'before' | 'after'; readonly text: string }
  | { readonly side: 'gap'; readonly count: number };

/** Longer texts are not compared line by line: that takes time that grows with both. */
const MOST_LINES = 1_000;

/** What differs between two texts, with so many lines around it. */
export function changedLines(
  before: readonly string[],
  after: readonly string[],
  around = 2,
): readonly ChangedLine[] {
  const isShort = before.length <= MOST_LINES && after.length <= MOST_LINES;
  const all = isShort ? sideBySide(before, after) : [...sides('before', before), ...sides('after', after)];
  const isNear = (at: number) =>
    all.slice(Math.max(0, at - around), at + around + 1).some(({ side }) => side !== 'both');
  const lines: ChangedLine[] = [];
  let left = 0;
  for (const [at, line] of all.entries()) {
    if (!isNear(at)) {
      left += 1;
      continue;
    }
    if (left > 0) lines.push({ side: 'gap', count: left });
    left = 0;
    lines.push(line);
  }
  return left > 0 && lines.length > 0 ? [...lines, { side: 'gap', count: left }] : lines;
}

type Line = Extract<ChangedLine, { readonly text: string }>;

function sides(side: Line['side'], lines: readonly string[]): readonly Line[] {
  return lines.map((text) => ({ side, text }));
}

/** By the longest common subsequence. */
function sideBySide(before: readonly string[], after: readonly string[]): readonly Line[] {
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [a, b] = [before[i], after[j]];
    if (a !== undefined && a === b) {
      lines.push({ side: 'both', text: a });
      i += 1;
      j += 1;
    } else if (a !== undefined && (b === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ side: 'before', text: a });
      i += 1;
    } else {
      lines.push({ side: 'after', text: b ?? '' });
      j += 1;
    }
  }
  return lines;
}
