/** What an answer always holds. Without it the answer is none. */
export function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the answer holds no ${what}`);
  return value;
}
