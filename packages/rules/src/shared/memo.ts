const LIMIT = 500;

/** Remembers the last answers of a pure function of a text: the same trust policy is judged at every step of a history. */
export function createMemo<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const old = known.get(text);
    if (old !== undefined) return old;
    const answer = compute(text);
    if (known.size >= LIMIT) known.delete(known.keys().next().value as string);
    known.set(text, answer);
    return answer;
  };
}
