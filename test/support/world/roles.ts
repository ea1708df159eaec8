import { roleKey } from '@podguard/core';
import { ACCOUNT, type Draft, document, type Performers, REGION, type Scene } from './scene.ts';

const trusting = (actions: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: actions }],
  });

/** Of each role to the other: what a role may take on, and whom it trusts, leads on to others. */
const otherRole = (which: number) => roleKey('aws', ACCOUNT, `app-${1 - which}`);
const trustsOf = (which: number) => [
  ...TRUSTS,
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: otherRole(which) }, Action: 'sts:AssumeRole' }],
  }),
];
const TRUSTS = [
  trusting(['sts:AssumeRole', 'sts:TagSession']),
  trusting(['sts:AssumeRole']),
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.${REGION}.amazonaws.com/id/ABCDEF`,
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
      },
    ],
  }),
  '{"Version":"2012-10-17","Statement":[]}',
];

function attached({ truth, alive, role, policy }: Scene, attach: boolean): Draft | undefined {
  if (!alive(role)) return undefined;
  if (attach) truth.get(role)?.policies.add(policy);
  else truth.get(role)?.policies.delete(policy);
  return {
    op: 'patch',
    kind: 'iam-role',
    key: role,
    rank: 1,
    fields: {},
    sets: { policies: { [policy]: attach ? true : null } },
  };
}

export const roles: Performers<
  'role' | 'trust' | 'boundary' | 'inline' | 'attach' | 'detach' | 'delete-role' | 'read-role'
> = {
  role: ({ call, serial, alive, put, role }) => {
    if (alive(role)) return undefined;
    const roleId = `AROA${serial}`;
    return put(
      'iam-role',
      role,
      {
        arn: role,
        roleId,
        trust: trustsOf(call.which)[call.pick] as string,
        boundary: null,
        maxSessionDuration: 3600,
      },
      { policies: {}, inlinePolicies: {} },
      roleId,
    );
  },
  trust: ({ call, alive, patch, role }) =>
    alive(role) ? patch('iam-role', role, { trust: trustsOf(call.which)[call.pick] as string }) : undefined,
  boundary: ({ call, alive, patch, role, ownPolicy }) =>
    alive(role) ? patch('iam-role', role, { boundary: call.pick % 2 === 0 ? null : ownPolicy }) : undefined,
  inline: ({ call, truth, alive, role }) => {
    if (!alive(role)) return undefined;
    const texts = [null, document('sts:AssumeRole', otherRole(call.which)), document('*', '*')];
    const text = texts[call.pick % 3] as string | null;
    const inline = truth.get(role)?.inline ?? {};
    if (text === null) delete inline.own;
    else inline.own = text;
    return {
      op: 'patch',
      kind: 'iam-role',
      key: role,
      rank: 1,
      fields: {},
      sets: { inlinePolicies: { own: text } },
    };
  },
  attach: (scene) => attached(scene, true),
  detach: (scene) => attached(scene, false),
  'delete-role': ({ alive, remove, role }) => (alive(role) ? remove('iam-role', role) : undefined),
  'read-role': ({ truth, known, role }) => {
    // An inventory read: the whole state, as it is now.
    const state = truth.get(role);
    if (state?.present !== true) return undefined;
    const policies = Object.fromEntries([...state.policies].map((name) => [name, true]));
    return {
      op: 'put',
      kind: 'iam-role',
      key: role,
      creates: false,
      rank: 0,
      fields: known(state.fields),
      sets: { policies, inlinePolicies: { ...state.inline } },
    };
  },
};
