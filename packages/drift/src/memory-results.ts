import type { JsonValue } from '@podguard/core';
import type { RunResults } from './run-results.ts';

/** Creates results that last as long as the process. */
export function createMemoryResults(): RunResults {
  const runs = new Map<string, Map<string, JsonValue>>();
  const of = (run: string): Map<string, JsonValue> => {
    const known = runs.get(run) ?? new Map<string, JsonValue>();
    runs.set(run, known);
    return known;
  };
  return {
    async put(run, name, value) {
      of(run).set(name, value);
    },
    get: async (run, name) => of(run).get(name),
    async *list(run, prefix) {
      for (const name of [...of(run).keys()].filter((one) => one.startsWith(prefix)).sort()) {
        const value = of(run).get(name);
        if (value !== undefined) yield { name, value };
      }
    },
  };
}
