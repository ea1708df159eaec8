import { findWitness } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { AUD, askIrsa, irsa, SUB, subject } from '../support.ts';
import { PINNED } from './support.ts';

describe('witness', () => {
  const acceptable = [
    new Map([
      [
        'sub',
        {
          present: { words: new Set([subject('prod:app')]), rest: { edges: [], accepts: [] } },
          absent: false,
        },
      ],
    ]),
  ];

  test.for([
    [{}, 'unrelated-namespace:unrelated-app'],
    [{ StringLike: { [SUB]: subject('prod:*') } }, 'prod:unrelated-app'],
    [{ StringLike: { [SUB]: subject('prod:app-*') } }, 'prod:app-unrelated-app'],
    [{ StringLike: { [SUB]: subject('*:app') } }, 'unrelated-namespace:app'],
    [{ StringLike: { [SUB]: subject('team-*:app') } }, 'team-unrelated-namespace:app'],
    [{ StringEquals: { [SUB]: [subject('prod:app'), subject('dev:app')] } }, 'dev:app'],
  ] as const)('%j is open to %s', ([condition, name]) => {
    const found = findWitness(askIrsa(irsa(condition)).analysis, acceptable);
    expect(found).toMatchObject({
      kind: 'found',
      request: { context: { [SUB]: [subject(name)], [AUD]: ['sts.amazonaws.com'] } },
    });
  });

  test('there is none where nothing else is admitted', () => {
    expect(findWitness(askIrsa(irsa({ StringEquals: PINNED })).analysis, acceptable)).toEqual({
      kind: 'none',
    });
  });

  test('what hangs on a policy variable is said to', () => {
    const { analysis } = askIrsa(irsa({ StringLike: { [SUB]: '${aws:x}' } }));
    expect(findWitness(analysis, acceptable)).toMatchObject({
      kind: 'undecided',
      assumptions: [{ key: SUB, reason: 'the value of aws:x is not known' }],
    });
  });
});
