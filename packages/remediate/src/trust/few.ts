const MOST_NAMED = 20;

/** For people: not more than they read. */
export function few(texts: readonly string[]): readonly string[] {
  const rest = texts.length - MOST_NAMED;
  return rest > 0 ? [...texts.slice(0, MOST_NAMED), `And ${rest} more.`] : texts;
}
