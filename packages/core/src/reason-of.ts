const LONGEST = 500;

/** What somebody threw, as text. Anything can be thrown: symbols, objects without a text, ones that throw when they are asked. */
export function reasonOf(thrown: unknown): string {
  const text = textOf(thrown);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return 'it threw something that has no text';
  }
}
