import { type Change, createExemption, type Exemption } from '@podguard/core';

/** The hours in which a round's deliveries come, long after what they tell of. */
export const MIDDLE = Date.parse('2026-06-01T12:00:00Z');
export const END = Date.parse('2026-06-01T18:00:00Z');

const BEFORE = '2026-01-01T00:00:00Z';
const AFTER = '2026-12-31T00:00:00Z';

/** Of a third of the accounts some rules for good, of another third all of them until the middle; what is tagged `team=shop` from then on. */
export function exemptionsOf(changes: readonly Change[]): readonly Exemption[] {
  const accounts = [...new Set(changes.map(({ account }) => account))].sort();
  const third = (which: number) => accounts.filter((_, index) => index % 3 === which);
  const common = { resources: [], tags: {}, reason: 'it is known', author: 'ana', since: BEFORE };
  const until = new Date(MIDDLE).toISOString();
  return [
    { ...common, rules: ['imds-*', 'static-key-*'], accounts: third(0), until: AFTER },
    { ...common, rules: [], accounts: third(1), until },
    { ...common, rules: [], accounts: [], tags: { team: 'shop' }, since: until, until: AFTER },
  ]
    .filter(({ accounts: named, tags }) => named.length + Object.keys(tags).length > 0)
    .map((one) => createExemption(one, 'configuration'));
}
