import type { Engine } from '@podguard/core';
import type { JudgedBy } from './organization.ts';

/** Creates an engine that judges by what holds when it is asked. */
export function createOrganizationEngine(
  judgedBy: () => Promise<JudgedBy>,
  engineBy: (by: JudgedBy) => Engine,
): Engine {
  let made: { readonly by: string; readonly engine: Engine } | undefined;
  const engine = async (): Promise<Engine> => {
    const by = await judgedBy();
    if (made?.by !== by.judgedWith) made = { by: by.judgedWith, engine: engineBy(by) };
    return made.engine;
  };
  return {
    apply: async (change) => (await engine()).apply(change),
    rejudge: async (key, how) => (await engine()).rejudge(key, how),
  };
}
