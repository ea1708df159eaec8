import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Platform } from './platform.ts';
import { type SampleEvent, sampleBatches } from './sample-events.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

/** Milliseconds. */
export interface FirstEvent {
  readonly imported: number;
  readonly handled: number;
  /** Of the processor, which waits for nobody. */
  readonly processor: number;
}

/** Events for `evaluate` and, of the same size in the table, for the bare handler: each record of a resource of its own. */
export interface SampleEvents {
  readonly evaluate: () => unknown;
  readonly bare: () => unknown;
}

/** Lets `evaluate` handle one event, so that the bare handler can be given the item that it wrote. */
export async function sampleEvents(
  platform: Platform,
  sample: SampleEvent,
  batch = 1,
): Promise<SampleEvents> {
  const one = sampleBatches(sample);
  const before = new Set((await itemsOf(platform)).map(({ pk }) => pk?.S));
  await firstEvent(platform, platform.evaluate, one());
  const made = (await itemsOf(platform)).filter(({ pk }) => !before.has(pk?.S));
  const [item] = made;
  if (item === undefined || made.length > 1) throw new Error(`evaluate wrote ${made.length} items, not one`);
  let count = 0;
  const another = () => ({ ...item, pk: { S: `bare-${sample}-${++count}` } });
  return {
    evaluate: () => ({ Records: Array.from({ length: batch }, () => one().Records).flat() }),
    bare: () => ({ items: Array.from({ length: batch }, another) }),
  };
}

/** Imports a bundle and handles one event, in a process of its own. */
export function firstEvent(platform: Platform, bundle: string, event: unknown): Promise<FirstEvent> {
  return run(platform, 'first-event.mjs', [bundle], event);
}

export interface WarmEvents {
  readonly events: readonly unknown[];
  readonly warmUp: number;
  /** Whether X-Ray samples them: then each is traced. */
  readonly traced?: boolean;
}

/** Milliseconds of each event in a process of its own, after so many that only warm it up. */
export function warmEvents(
  platform: Platform,
  bundle: string,
  { events, warmUp, traced = true }: WarmEvents,
): Promise<readonly number[]> {
  const environment = traced ? platform.environment : { ...platform.environment, _X_AMZN_TRACE_ID: '' };
  return run({ ...platform, environment }, 'warm-events.mjs', [bundle, String(warmUp)], events);
}

async function run<T>(
  { folder, environment }: Platform,
  program: string,
  args: readonly string[],
  input: unknown,
): Promise<T> {
  const [events, out] = [path.join(folder, 'events.json'), path.join(folder, 'out.json')];
  writeFileSync(events, JSON.stringify(input));
  const file = path.join(import.meta.dirname, program);
  await promisify(execFile)(process.execPath, [file, ...args, events, out], {
    env: environment,
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(readFileSync(out, 'utf8')) as T;
}

async function itemsOf({ dynamoDb, table }: Platform): Promise<readonly Item[]> {
  const { Items } = (await dynamoDb.call('Scan', { TableName: table })) as {
    readonly Items: readonly Item[];
  };
  return Items.filter(({ sk }) => sk?.S === 'item');
}
