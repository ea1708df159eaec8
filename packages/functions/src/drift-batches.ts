import { type JsonValue, ServiceError } from '@podguard/core';
import { type RunResults, type Shard, shardSchema } from '@podguard/drift';
import * as z from 'zod/mini';

const PREFIX = 'left/';

/** What is left of a batch, the shard at hand first. */
const left = z.array(shardSchema);

type Results = Pick<RunResults, 'put' | 'get' | 'list'>;

/** Deals out shards in turn, and says what the batches are called. */
export async function dealOut(
  results: Results,
  run: string,
  shards: readonly Shard[],
  most: number,
): Promise<readonly string[]> {
  const count = Math.min(most, shards.length);
  const names = Array.from({ length: count }, (_, index) => String(index).padStart(3, '0'));
  const deal = (name: string, index: number) =>
    saveLeft(
      results,
      run,
      name,
      shards.filter((_, at) => at % count === index),
    );
  await Promise.all(names.map(deal));
  return names;
}

export async function loadLeft(results: Results, run: string, batch: string): Promise<readonly Shard[]> {
  const found = await results.get(run, `${PREFIX}${batch}`);
  if (found !== undefined) return parse(batch, found);
  throw new ServiceError(
    'item-malformed',
    `what is left of batch ${batch} of run ${run} is not there: start another run`,
  );
}

export async function saveLeft(
  results: Results,
  run: string,
  batch: string,
  shards: readonly Shard[],
): Promise<void> {
  await results.put(run, `${PREFIX}${batch}`, shards as unknown as JsonValue);
}

/** What nobody came to in all batches of a run. */
export async function* listLeft(results: Results, run: string): AsyncIterable<Shard> {
  for await (const { name, value } of results.list(run, PREFIX)) yield* parse(name, value);
}

function parse(batch: string, value: unknown): readonly Shard[] {
  const { data } = left.safeParse(value);
  if (data !== undefined) return data;
  throw new ServiceError(
    'item-malformed',
    `what is left of batch ${batch} cannot be read: another version wrote it; start another run`,
  );
}
