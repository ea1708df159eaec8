import type { Item } from '@podguard/core';
import type { LiveRead } from '@podguard/inventory';
import { compareRead } from './compare-read.ts';
import { isToldByEvents } from './told-by-events.ts';

/**
 * Why what was read of a resource is not to be approved yet; null where it is. A difference belongs in the report of a run first:
 * approved and recorded, nobody would ever hear of it.
 */
export function whyNotYet(
  key: string,
  { told, changes, lookAgainAt }: Extract<LiveRead, { outcome: 'read' }>,
  item: Item | undefined,
): string | null {
  const { difference, again } = compareRead({ key, told, news: changes }, item);
  if (again !== null || lookAgainAt !== undefined)
    return 'it was changed a moment ago, and which state is the newer is not known yet: try again in two minutes';
  if (difference === null || !isToldByEvents(difference)) return null;
  const names = difference.fields.map(({ name }) => name);
  const what =
    difference.type === 'changed'
      ? `differs from what is recorded (${names.join(', ')})`
      : WORDS[difference.type];
  return `it ${what}: run podguard drift, which reports that, and approve it then`;
}

const WORDS = {
  appeared: 'is there, and is recorded as gone',
  gone: 'is gone, and is recorded as there',
  unapproved: 'is not as it was approved',
} as const;
