import { type JsonValue, ServiceError, shortHash } from '@podguard/core';
import * as z from 'zod/mini';
import type { Difference } from './difference.ts';
import type { DriftRun } from './drift-run.ts';
import { nameIn } from './run-pages.ts';
import type { RunResults } from './run-results.ts';
import { explanationSchema, originSchema, typeSchema } from './shard-page.ts';

const explainedSchema = z.strictObject({
  key: z.string(),
  type: typeSchema,
  origin: originSchema,
  explanation: z.nullable(explanationSchema),
  reason: z.nullable(z.string()),
  /** Whether the event history was asked. */
  asked: z.boolean(),
});

/** Where a difference comes from. */
export type Explained = Pick<Difference, 'key' | 'type' | 'origin' | 'explanation' | 'reason'> & {
  readonly asked: boolean;
};

export function idOf({ key, type }: Pick<Difference, 'key' | 'type'>): string {
  return `${type} ${key}`;
}

export async function loadExplained(
  results: RunResults,
  run: DriftRun,
): Promise<ReadonlyMap<string, Explained>> {
  const all = new Map<string, Explained>();
  for await (const { name, value } of results.list(run.run, `${nameIn(run, 'explained')}/`)) {
    const { data } = z.array(explainedSchema).safeParse(value);
    if (data === undefined)
      throw new ServiceError('item-malformed', `${name} of the drift run cannot be read: start another run`);
    for (const one of data as readonly Explained[]) all.set(idOf(one), one);
  }
  return all;
}

/** Under a name of their own: who explains again explains only what was not. */
export async function keepExplained(
  results: RunResults,
  run: DriftRun,
  explained: readonly Explained[],
): Promise<void> {
  const [first] = explained;
  if (first === undefined) return;
  await results.put(
    run.run,
    nameIn(run, 'explained', shortHash(explained.map(idOf), 12)),
    explained as unknown as JsonValue,
  );
}
