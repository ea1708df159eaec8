import path from 'node:path';
import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { envelope } from '../../support/queue-world/envelopes.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../../samples');

/** What of the sample day changes something, as EventBridge puts it into the queue. */
export async function sampleEvents(): Promise<readonly JsonObject[]> {
  const events: JsonObject[] = [];
  for await (const found of readArchive([SAMPLES], { wanted: wantedEvents([]) })) {
    if (found.kind === 'problem') throw new Error(found.problem.message);
    events.push(...found.relevant.map(({ record }) => envelope(record.raw)));
  }
  return events;
}
