import { readdirSync } from 'node:fs';
import { ALL_GUARDS, askGuards, askOwnGuards } from '@podguard/remediate';
import { expect, test } from 'vitest';
import { askedOf } from './guard-input.ts';

const refusing = { id: 'careful', title: 'Careful', check: () => ({ ok: false as const, reason: 'no' }) };
const unsure = {
  id: 'unsure',
  title: 'Unsure',
  check: () => ({ ok: false as const, reason: 'no', unanswerable: true as const }),
};

test('every guard has a test of its own, and an id of its own', () => {
  const tests = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith('.test.ts') && name !== 'guards.test.ts',
  );
  expect(ALL_GUARDS.map(({ id }) => `${id}.test.ts`).sort()).toEqual(tests.sort());
  expect(ALL_GUARDS).toHaveLength(16);
});

test('where all is well all say yes', () => {
  expect(askGuards(ALL_GUARDS, askedOf()).filter(({ ok }) => !ok)).toEqual([]);
});

test('a guard that fails has not said yes', () => {
  const failing = {
    ...refusing,
    check: () => {
      throw new Error('out of order');
    },
  };
  expect(askGuards([failing], askedOf())).toMatchObject([{ ok: false, unanswerable: true }]);
});

test('people may insist against a no of a remediator that lets them, and never against what cannot be answered', () => {
  const forced = askedOf({ isForced: true });
  const own = { guards: [refusing, unsure], mayForce: true };
  expect(askOwnGuards(own, forced).map(({ ok }) => ok)).toEqual([true, false]);
  expect(askOwnGuards(own, askedOf()).map(({ ok }) => ok)).toEqual([false, false]);
  expect(askOwnGuards({ ...own, mayForce: false }, forced).map(({ ok }) => ok)).toEqual([false, false]);
});

test.for(ALL_GUARDS.map(({ id }, at) => [id, at] as const))(
  '%s refuses or ignores what is not known',
  ([, at]) => {
    const nothing = {
      finding: undefined,
      target: undefined,
      cause: undefined,
      newest: undefined,
      ofTarget: undefined,
      recent: undefined,
      kindCount: undefined,
      live: { outcome: 'unknown' as const, reason: '' },
    };
    const [guard] = ALL_GUARDS.slice(at, at + 1);
    const reads = {
      approved: 'yes',
      mode: 'yes',
      'not-denied': 'yes',
      'not-protected': 'yes',
      'within-only': 'yes',
    } as Record<string, string>;
    const answer = guard?.check(askedOf(nothing));
    expect(answer?.ok).toBe(reads[guard?.id ?? ''] === 'yes');
  },
);
