import type { Change, Life, Transition } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { createHarness } from '../support/harness.ts';

export async function deliver(...changes: readonly Change[]) {
  const harness = createHarness(createMemoryStore());
  for (const change of changes) await harness.deliver(change);
  const lives = async (key: string) => ((await harness.store.load(key))?.lives ?? []).map(short);
  return { ...harness, lives, messages: () => harness.told.map(message) };
}

function short({ rule, opened, resolved, severity, unverified }: Life): string {
  const end =
    resolved === null
      ? unverified
        ? 'open, unverified'
        : 'open'
      : `${resolved.reason} by ${resolved.cause.eventId}`;
  return `${rule} ${severity}: ${opened.cause.eventId}, ${end}`;
}

export function message({ type, severity, finding, eventId }: Transition): string {
  return `${type} ${finding.rule} ${severity} by ${eventId}`;
}
