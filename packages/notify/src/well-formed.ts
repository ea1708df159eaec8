/**
 * The same value with no half of a character in its texts: JSON has a way to write one, which some who read JSON refuse.
 * Source: https://www.rfc-editor.org/rfc/rfc8259#section-8.2
 */
export function wellFormed<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed() : part,
  ) as T;
}
