/**
 * Whether a pattern is that text, all of it: `*` stands for any letters, everything else for itself. It goes back to the last
 * `*` only, so that no pattern takes long.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let position = 0; position < text.length; ) {
    if (pattern[at] === '*') {
      star = at;
      resume = position;
      at += 1;
    } else if (at < pattern.length && pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else {
      if (star === -1) return false;
      at = star + 1;
      resume += 1;
      position = resume;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
