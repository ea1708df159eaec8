import { describe, expect, test } from 'vitest';
import { ACCOUNT, resourceOf } from '../support/states.ts';
import { draftsOf, guardInput, plansOf, remediatorOf, verdictOf } from './plan-of.ts';

const remediator = remediatorOf('deactivate-access-key');
const ID = 'AKIAIOSFODNN7EXAMPLE';
const STATE = {
  keyId: ID,
  createdAt: '2025-01-02T03:04:05Z',
  lastUsedAt: '2026-03-01T10:00:00Z',
  readAt: '2026-03-12T07:00:00Z',
  userName: 'ci',
  status: 'Active',
  ofRoot: false,
  creator: `arn:aws:iam::${ACCOUNT}:user/ada`,
  creatorSession: null,
  createdByOwner: false,
} as const;

function key(state: object = {}, more: object = {}) {
  return resourceOf('access-key', { state: { ...STATE, ...state }, ...more });
}

test('sets the status to Inactive, and back; it never deletes', () => {
  const [draft, ...others] = draftsOf(remediator, key());
  expect(others).toEqual([]);
  expect(draft.steps).toEqual([
    {
      action: 'iam:UpdateAccessKey',
      region: 'us-east-1',
      input: { UserName: 'ci', AccessKeyId: ID, Status: 'Inactive' },
      words: `Set the status of ${ID} of ci to Inactive`,
    },
  ]);
  expect(draft.undo.map(({ input }) => input)).toEqual([
    { UserName: 'ci', AccessKeyId: ID, Status: 'Active' },
  ]);
  expect(draft.after).toEqual({ status: 'Inactive' });
  expect(remediator.grants).toHaveLength(1);
  expect(remediator.grants[0]?.actions).toEqual(['iam:UpdateAccessKey']);
  expect(remediator.grants[0]?.resources({ partition: 'aws-cn', account: ACCOUNT })).toEqual([
    `arn:aws-cn:iam::${ACCOUNT}:user/*`,
  ]);
});

test.for([
  ['as IAM told it', {}, {}, /Last used: 2026-03-01T10:00:00Z, as of 2026-03-12T07:00:00Z/],
  ['never', { lastUsedAt: null }, {}, /Last used: never/],
  ['not known', { lastUsedAt: undefined, readAt: undefined }, {}, /Last used: not known\./],
  [
    'as it was seen',
    {},
    { uses: { 'from 192.0.2.7': '2026-03-02T11:00:00Z' } },
    /records: 2026-03-02T11:00:00Z/,
  ],
  ['from where', {}, { uses: { 'from 192.0.2.7': '2026-03-02T11:00:00Z' } }, /Used from 192\.0\.2\.7/],
  [
    'in a cluster',
    {},
    { uses: { 'from-cluster karpenter': '2026-03-02T11:00:00Z' } },
    /in a cluster by karpenter/,
  ],
] as const)('says when it was last used: %s', ([, state, more, words]) => {
  expect(draftsOf(remediator, key(state, more))[0].facts?.join('\n')).toMatch(words);
});

test.for([
  ['it is the root’s', { ofRoot: true, userName: null }, /sign in as root/],
  ['its user is not known', { userName: undefined }, /whose key it is/],
  ['it is inactive', { status: 'Inactive' }, /not active/],
  ['its status is not known', { status: undefined }, /not known/],
] as const)('there is no plan where %s', ([, state, reason]) => {
  expect(plansOf(remediator, key(state))).toMatch(reason);
});

describe('each rule that names it ends by it', () => {
  const role = resourceOf('iam-role', {
    state: {
      trust: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          },
        ],
      }),
    },
  });
  const user = resourceOf('iam-user', {
    state: {},
    sets: { policies: { 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3': true } },
  });
  const around = { creatorRole: role, user, associations: [], targetAssociations: [], nodegroups: [] };
  const session = { creator: role.key, creatorSession: 'eks-prod-app-0b2b7a3c-6a57-4a1c-9a55-000000000000' };
  const cases: Readonly<
    Record<string, { readonly state?: object; readonly before?: readonly object[]; readonly uses?: object }>
  > = {
    'static-key-created': {},
    'static-key-created-by-workload': { state: session },
    'static-key-for-other-user': {},
    'static-key-quarantined': {},
    'static-key-reactivated': { before: [{ ...STATE, status: 'Inactive' }] },
    'static-key-stale': {},
    'static-key-unused': { state: { lastUsedAt: '2025-03-01T10:00:00Z' } },
    'static-key-used-from-cluster': { uses: { 'from 192.0.2.7': '2026-03-02T11:00:00Z' } },
  };

  test('and there is a case for each', () => expect(Object.keys(cases).sort()).toEqual(remediator.rules));

  test.for(Object.entries(cases))('%s', ([rule, { state = {}, before = [], uses = {} }]) => {
    const active = key(state, { before, uses });
    expect(verdictOf(rule, active, around)).toBe('fail');
    const { after } = draftsOf(remediator, active)[0];
    const inactive = key(
      { ...state, ...(after as object) },
      { before: [...before, { ...STATE, ...state }], uses },
    );
    expect(verdictOf(rule, inactive, around)).toBe('pass');
  });
});

describe('the key by which podguard itself calls', () => {
  const [guard] = remediator.guards;
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/podguard-remediate`;
  const CI = `arn:aws:iam::${ACCOUNT}:user/team/ci`;
  const ask = (given: Parameters<typeof guardInput>[0], state: object = {}) =>
    guard?.check(guardInput({ target: key(state) as never, ...given }));

  test('is refused', () => {
    expect(ask({ principal: CI, callerKey: ID })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('calls by this key'),
    });
  });

  test('is not the other one of the same user', () => {
    expect(ask({ principal: CI, callerKey: 'AKIAI44QH8DHBEXAMPLE' })).toEqual({ ok: true });
  });

  test('may be any of the user whose session calls', () => {
    expect(ask({ principal: CI, callerKey: 'ASIAIOSFODNN7EXAMPLE' })).toMatchObject({ ok: false });
    expect(ask({ principal: CI })).toMatchObject({ ok: false });
    expect(ask({ principal: CI }, { userName: 'someone-else' })).toEqual({ ok: true });
    expect(ask({ principal: CI }, { userName: undefined })).toMatchObject({ ok: false, unanswerable: true });
  });

  test('is none of a user where a role calls', () => {
    expect(ask({ principal: ROLE })).toEqual({ ok: true });
  });

  test('is not known where nobody says who calls, or which key it is about', () => {
    expect(ask({})).toMatchObject({ ok: false, unanswerable: true });
    expect(ask({ principal: ROLE, target: undefined })).toMatchObject({ ok: false, unanswerable: true });
    expect(ask({ principal: ROLE }, { keyId: undefined })).toMatchObject({ ok: false, unanswerable: true });
  });

  test('cannot be insisted on', () => expect(remediator.mayForce).toBe(false));
});
