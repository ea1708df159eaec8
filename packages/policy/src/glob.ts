/** A compiled pattern: code points, and two numbers below zero for the wildcards. */
export type Glob = readonly number[];

export const ANY_RUN = -1;
export const ANY_ONE = -2;

/** Of several `*` in a row one stands for all: what is asked of a pattern may cost the product of two lengths. */
export function compileGlob(pattern: string): Glob {
  return codePoints(pattern.replace(/\*{2,}/g, '*')).map((point) => {
    if (point === 0x2a) return ANY_RUN;
    return point === 0x3f ? ANY_ONE : point;
  });
}

export function codePoints(text: string): number[] {
  const points: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at)!;
    points.push(point);
    if (point > 0xffff) at += 1;
  }
  return points;
}

/** `*` is any run of characters, `?` exactly one; everything else is itself, case and all. */
export function globMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === text;
  return matchGlob(compileGlob(pattern), codePoints(text));
}

/**
 * Returns only to the last `*` seen, so that the work is at most pattern times text:
 * a pattern such as `*a*a*a*b` comes from whoever writes the policy.
 */
export function matchGlob(glob: Glob, text: readonly number[]): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const token = glob[at];
    if (token === ANY_RUN) {
      star = at;
      resume = position;
      at += 1;
    } else if (token === ANY_ONE || token === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else {
      return false;
    }
  }
  while (glob[at] === ANY_RUN) at += 1;
  return at === glob.length;
}
