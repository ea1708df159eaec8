/** A key of an object, or a place in a list. */
export type Segment = string | number;

const SEGMENT = /([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** The segments of a path as `packages/policy` writes it: `Statement[0].Condition.StringLike["aws:x"]`. */
export function segmentsOf(path: string): readonly Segment[] {
  return [...path.matchAll(SEGMENT)].map(([, word, index, quoted]) => {
    if (word !== undefined) return word;
    return index === undefined ? unquoted(quoted ?? '""') : Number(index);
  });
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** The value that the segments lead to, or undefined. */
export function valueAt(json: unknown, segments: readonly Segment[]): unknown {
  let value = json;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Readonly<Record<Segment, unknown>>)[segment];
  }
  return value;
}

/** Whether there is something at the segments' end; a text on the way may hold the rest. */
export function leadsTo(json: unknown, segments: readonly Segment[]): boolean {
  const values = segments.map((_, index) => valueAt(json, segments.slice(0, index + 1)));
  return (
    segments.length > 0 && (values.at(-1) !== undefined || values.some((value) => typeof value === 'string'))
  );
}
