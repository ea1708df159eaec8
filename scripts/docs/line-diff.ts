const WHOLE = 25;
const NEAR = 5;

/** Lines that two texts share, and those that only one has, marked as `diff` marks them. */
export function lineDiff(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const shared = sharedLengths(a, b);
  const lines: string[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && isSame(a[i], b[j])) {
      lines.push(`  ${b[j]}`);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || lengthAt(shared, i + 1, j) >= lengthAt(shared, i, j + 1))) {
      lines.push(`- ${a[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return around(lines).join('\n');
}

/** A comma at the end says no more than that something follows. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  return one?.replace(/,$/, '') === other?.replace(/,$/, '');
}

/** Of a long text what is near a change. */
function around(lines: readonly string[]): readonly string[] {
  if (lines.length <= WHOLE) return lines;
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - NEAR), index + NEAR + 1).some((line) => !line.startsWith(' '));
  return lines.flatMap((line, index) => {
    if (isNear(index)) return [line];
    return index === 0 || isNear(index - 1) ? ['  …'] : [];
  });
}

type Lengths = readonly (readonly number[])[];

function lengthAt(shared: Lengths, i: number, j: number): number {
  return shared[i]?.[j] ?? 0;
}

/** For each pair of places, of how many lines the longest common row is from there on. */
function sharedLengths(a: readonly string[], b: readonly string[]): Lengths {
  const shared: number[][] = a.map(() => []);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      (shared[i] as number[])[j] = isSame(a[i], b[j])
        ? 1 + lengthAt(shared, i + 1, j + 1)
        : Math.max(lengthAt(shared, i + 1, j), lengthAt(shared, i, j + 1));
  return shared;
}
