import { BoundedMap, type Bounds } from '@podguard/core';

/** The weight is letters of all texts together: what is worked out of a trust policy takes some hundreds of bytes for each. */
const BOUNDS: Bounds = { entries: 500, weight: 400_000 };

/** Remembers the last answers of a pure function of a text: the same trust policy is judged at every step of a history. */
export function createMemo<T extends object>(compute: (text: string) => T): (text: string) => T {
  const known = new BoundedMap<string, T>(BOUNDS);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = compute(text);
    known.add(text, answer, text.length);
    return answer;
  };
}

/** Remembers a pure answer about an object for as long as there is the object. */
export function once<K extends object, T>(answer: (of: K) => T): (of: K) => T {
  return onceBy(answer, () => '');
}

/** The same of one that hangs on more than the object: `nameOf` tells the rest apart. */
export function onceBy<K extends object, Rest extends readonly unknown[], T>(
  answer: (of: K, ...rest: Rest) => T,
  nameOf: (...rest: Rest) => string,
): (of: K, ...rest: Rest) => T {
  const answers = new WeakMap<K, Map<string, T>>();
  return (of, ...rest) => {
    const known = answers.get(of) ?? new Map<string, T>();
    answers.set(of, known);
    const name = nameOf(...rest);
    if (!known.has(name)) known.set(name, answer(of, ...rest));
    return known.get(name) as T;
  };
}
