import type { ContextValue, PolicyRequest } from './request.ts';

/** A request's keys, in lower case. */
export interface Context {
  readonly get: (key: string) => ContextValue;
}

/** What the keys are that a request does not list; a function is asked for each, in lower case. */
export type OtherKeys = 'absent' | 'unknown' | ((lowerKey: string) => ContextValue);

/**
 * A key without values is absent: a condition's "key resolves to an empty data set" and "the key does not exist" have
 * the same answers. Two spellings of one key with different values are unknown, since AWS picks one of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function createContext(given: PolicyRequest['context'], otherKeys: OtherKeys): Context {
  const values = new Map<string, ContextValue>();
  for (const [key, value] of given instanceof Map ? given : Object.entries(given)) {
    const lower = key.toLowerCase();
    const before = values.get(lower);
    values.set(lower, before === undefined || isSame(before, value) ? value : 'unknown');
  }
  return {
    get: (key) => {
      const lower = key.toLowerCase();
      const value = values.get(lower) ?? (typeof otherKeys === 'function' ? otherKeys(lower) : otherKeys);
      return typeof value !== 'string' && value.length === 0 ? 'absent' : value;
    },
  };
}

function isSame(one: ContextValue, other: ContextValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
