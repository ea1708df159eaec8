import { ALL_GUARDS } from '@podguard/remediate';
import { expect, test } from 'vitest';
import { PLAN } from '../../support/a-remediation.ts';
import { askedOf, done, says } from './guard-input.ts';

function failedWith(id: string, note: string, unchanged?: 'refused' | 'otherwise') {
  const turn = { status: 'failed', at: '2026-03-12T05:00:00Z', by: 'podguard', note } as const;
  const one = done(id, 7_200, { status: 'failed', history: [turn] });
  return { ...one, applied: one.applied && { ...one.applied, ...(unchanged && { unchanged }) } };
}

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nothing was done', 'yes', {}],
  ['one round', 'yes', { ofTarget: [done('a', 7_200)] }],
  ['two rounds', 'no', { ofTarget: [done('a', 7_200), done('b', 90_000)] }],
  ['two, one of them more than a week ago', 'yes', { ofTarget: [done('a', 7_200), done('b', 700_000)] }],
  [
    'two, one for another rule by the same field',
    'no',
    { ofTarget: [done('a', 7_200), done('b', 9_000, { rule: 'other' })] },
  ],
  [
    'two, one for another rule by another field',
    'yes',
    {
      ofTarget: [
        done('a', 7_200),
        done('b', 9_000, {
          ...{ rule: 'other', plan: { ...PLAN, fields: [{ name: 'hopLimit', before: 2, after: 1 }] } },
        }),
      ],
    },
  ],
  [
    'two, one that was undone',
    'yes',
    { ofTarget: [done('a', 7_200), done('b', 9_000, { status: 'undone' })] },
  ],
  [
    'two, both for this very life, which they only eased',
    'no',
    { ofTarget: [done('a', 7_200, { opened: 'event-1' }), done('b', 9_000, { opened: 'event-1' })] },
  ],
  [
    'two, one for this very life',
    'no',
    { ofTarget: [done('a', 7_200), done('b', 9_000, { opened: 'event-1' })] },
  ],
  [
    'two that failed',
    'no',
    {
      ofTarget: [
        done('a', 7_200, { status: 'failed' }),
        done('b', 9_000, { status: 'failed', opened: 'event-1' }),
      ],
    },
  ],
  [
    'two that failed before anything was called',
    'yes',
    {
      ofTarget: [
        done('a', 1, { status: 'refused', applied: null }),
        done('b', 2, { status: 'failed', applied: null }),
      ],
    },
  ],
  [
    'two that AWS refused',
    'yes',
    {
      ofTarget: [
        failedWith('a', 'eks:X: busy; nothing was changed', 'refused'),
        failedWith('b', 'eks:X: busy; nothing was changed', 'refused'),
      ],
    },
  ],
  [
    'two that somebody changed back before they were verified, or of which some was done',
    'no',
    {
      ofTarget: [
        failedWith('a', 'nothing was changed', 'otherwise'),
        failedWith('b', 'eks:X: busy; as planned: policy'),
      ],
    },
  ],
  [
    'two whose notes hold words by names that others chose',
    'no',
    {
      ofTarget: ['a', 'b'].map((id) => failedWith(id, 'neither: tags x; nothing was changed')),
    },
  ],
  ['a person who insists', 'yes', { mode: 'manual', isForced: true, ofTarget: undefined }],
  ['a person who does not', 'no', { mode: 'manual', ofTarget: [done('a', 7_200), done('b', 90_000)] }],
  ['it is not known what was done', 'unanswerable', { ofTarget: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('not-contested', given)).toBe(word);
});

test('what a person overrules stays to be seen', () => {
  const rounds = { ofTarget: [done('a', 7_200), done('b', 90_000)] };
  const guard = ALL_GUARDS.find(({ id }) => id === 'not-contested');
  expect(guard?.check(askedOf({ mode: 'manual', isForced: true, ...rounds }))).toMatchObject({
    ok: true,
    overruled: expect.stringContaining('it was mended 2 times within a week'),
  });
});
