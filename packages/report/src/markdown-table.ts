/** Cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export interface Bounds<T> {
  /** At most so many rows. */
  readonly most?: number;
  /** At most so many characters. */
  readonly room: number;
  readonly row: (one: T) => readonly string[];
  /** Has what is left out. */
  readonly whole: string;
}

/** What is around the cells of a row. */
const FRAME = '|  |\n'.length;

/** The first of them as a table, as many as there is room for, and how many more there are. Nothing where there is none. */
export function boundedTable<T>(
  head: readonly string[],
  all: readonly T[],
  { most = Number.POSITIVE_INFINITY, room, row, whole }: Bounds<T>,
): readonly string[] {
  const rows: (readonly string[])[] = [];
  let left = room;
  for (const one of all) {
    if (rows.length === most) break;
    const cells = row(one);
    const length = cells.join(' | ').length + FRAME;
    // A long one hides none of those after it.
    if (length > left) continue;
    left -= length;
    rows.push(cells);
  }
  const more = all.length - rows.length;
  return [
    ...(rows.length === 0 ? [] : [markdownTable(head, rows)]),
    ...(more === 0 ? [] : [`And ${more} more: ${whole} has all.`]),
  ];
}
