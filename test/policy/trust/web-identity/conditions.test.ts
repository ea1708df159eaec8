import { describe, expect, test } from 'vitest';
import { AUD, askIrsa, irsa, OTHER_ISSUER, SUB, subject } from '../support.ts';

describe('audience', () => {
  test.for([
    {
      condition: { StringEquals: { [AUD]: 'sts.amazonaws.com' } },
      pinned: true,
      audiences: ['sts.amazonaws.com'],
    },
    {
      condition: { StringLike: { [AUD]: 'sts.amazonaws.com' } },
      pinned: true,
      audiences: ['sts.amazonaws.com'],
    },
    { condition: { StringLike: { [AUD]: 'sts.*' } }, pinned: false, audiences: null },
    { condition: {}, pinned: false, audiences: null },
    {
      condition: { StringEquals: { [AUD]: ['sts.amazonaws.com', 'x'] } },
      pinned: false,
      audiences: ['sts.amazonaws.com', 'x'],
    },
    {
      condition: { StringEquals: { [`${OTHER_ISSUER}:aud`]: 'sts.amazonaws.com' } },
      pinned: false,
      audiences: [],
    },
  ])('$condition', ({ condition, pinned, audiences }) => {
    expect(askIrsa(irsa(condition))).toMatchObject({ audiencePinned: pinned, audiences });
  });
});

describe('what a condition does', () => {
  test.for([
    [{ StringEquals: { [SUB]: subject('a:b') } }, 'some'],
    [{ StringLike: { [SUB]: '*' } }, 'all'],
    [{ StringLike: { [SUB]: 'system:serviceaccount:*' } }, 'all'],
    [{ StringLike: { [SUB]: 'system:serviceaccount:*:*' } }, 'all'],
    [{ StringNotEquals: { [SUB]: 'nobody' } }, 'all'],
    [{ Null: { [SUB]: 'false' } }, 'all'],
    [{ Null: { [SUB]: 'true' } }, 'none'],
    [{ StringEquals: { [SUB]: '*' } }, 'none'],
    [{ StringEquals: { [`${OTHER_ISSUER}:sub`]: 'x' } }, 'none'],
    [{ StringNotLike: { [`${OTHER_ISSUER}:sub`]: '*' } }, 'all'],
    [{ Nonsense: { [SUB]: 'x' } }, 'open'],
    [{ Nonsense: { [`${OTHER_ISSUER}:sub`]: 'x' } }, 'open'],
  ] as const)('%j: %s', ([condition, effect]) => {
    const [statement] = askIrsa(irsa(condition)).statements;
    expect(statement?.conditions).toMatchObject([
      { path: expect.stringContaining('Statement[0].Condition'), effect },
    ]);
  });

  test('conditions that contradict each other match nothing together', () => {
    const [statement] = askIrsa(
      irsa({ StringEquals: { [SUB]: subject('a:b') }, StringLike: { [SUB]: subject('c:*') } }),
    ).statements;
    expect(statement).toMatchObject({
      matchesNothing: true,
      conditions: [{ effect: 'some' }, { effect: 'some' }],
    });
  });
});
