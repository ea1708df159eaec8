import path from 'node:path';
import { readArchive } from '@podguard/archive';
import { toChanges, wantedEvents } from '@podguard/cloudtrail';
import type { Transition } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { createHarness } from '../support/harness.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../samples');

/** Everything that people hear of on the sample day, in the order in which it is told. */
export async function sampleDay(): Promise<readonly Transition[]> {
  const { deliver, told } = createHarness(createMemoryStore());
  const options = { wanted: wantedEvents([]), signal: new AbortController().signal };
  for await (const found of readArchive([SAMPLES], options)) {
    if (found.kind === 'problem') throw new Error(found.problem.message);
    for (const { record } of found.relevant) {
      const mapped = toChanges(record, []);
      if (mapped.kind === 'changes') for (const change of mapped.changes) await deliver(change);
    }
  }
  return told;
}
