import type { Change, JsonValue } from '@podguard/core';
import {
  accessKeyKey,
  associationKey,
  associationSlotKey,
  clusterKey,
  instanceKey,
  nodegroupKey,
  policyKey,
  roleKey,
  useOf,
} from '@podguard/core';
import type { Call } from './calls.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const CLUSTER = 'prod';
const DAY = Date.parse('2026-01-02T03:00:00Z');

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
const document = (action: string, resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });

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
const POLICIES = ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'];

/** What the account holds in truth, resource by resource, and the changes that tell of it in their true order. */
export interface World {
  readonly changes: readonly Change[];
  readonly truth: ReadonlyMap<string, Truth>;
}

export interface Truth {
  present: boolean;
  fields: Record<string, JsonValue>;
  policies: Set<string>;
  inline: Record<string, string>;
}

/** Plays calls against an account in which only possible ones succeed, as AWS would; event times lose their milliseconds. */
export function play(calls: readonly Call[], salt = 0): World {
  const changes: Change[] = [];
  const truth = new Map<string, Truth>();
  let now = DAY;
  let serial = 0;
  for (const call of calls) {
    now += call.pause;
    serial += 1;
    const change = perform(call, truth, serial);
    if (change === undefined) continue;
    const { rank, ...rest } = change;
    const time = `${new Date(now).toISOString().slice(0, 19)}Z`;
    const eventId = scrambled(serial + salt);
    const stamp = { time, rank, eventId };
    const actor = { principal: `arn:aws:iam::${ACCOUNT}:role/deployer`, type: 'role' as const };
    const cause = { eventId, eventName: call.what, eventSource: 'test', at: time, actor };
    changes.push({ account: ACCOUNT, region: REGION, stamp, cause, ...rest } as Change);
  }
  return { changes, truth };
}

/** Event IDs carry no order. */
function scrambled(serial: number): string {
  return ((serial * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0');
}

type Draft = Record<string, unknown> & { rank: 0 | 1 | 2 };

function perform(call: Call, truth: Map<string, Truth>, serial: number): Draft | undefined {
  const known = (fields: Record<string, JsonValue>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
  const alive = (key: string) => truth.get(key)?.present === true;
  const put = (
    kind: string,
    key: string,
    fields: Record<string, JsonValue>,
    sets: Record<string, unknown>,
    uniqueId?: string,
  ): Draft => {
    truth.set(key, { present: true, fields: { ...fields }, policies: new Set(), inline: {} });
    return {
      op: 'put',
      kind,
      key,
      creates: true,
      rank: 0,
      fields: known(fields),
      sets,
      ...(uniqueId ? { uniqueId } : {}),
    };
  };
  const patch = (kind: string, key: string, fields: Record<string, JsonValue>): Draft => {
    Object.assign(truth.get(key)?.fields ?? {}, fields);
    return { op: 'patch', kind, key, rank: 1, fields: known(fields), sets: {} };
  };
  const use = (kind: string, key: string, how: string): Draft => ({
    op: 'activity',
    kind,
    key,
    rank: 1,
    use: how,
  });
  const remove = (kind: string, key: string): Draft => {
    const state = truth.get(key);
    if (state !== undefined) state.present = false;
    return { op: 'delete', kind, key, rank: 2 };
  };
  const role = roleKey('aws', ACCOUNT, `app-${call.which}`);
  const cluster = clusterKey('aws', REGION, ACCOUNT, CLUSTER);
  const association = associationKey('aws', REGION, ACCOUNT, CLUSTER, `a-${call.which}`);
  const instance = instanceKey('aws', REGION, ACCOUNT, `i-${call.which}`);
  const accessKey = accessKeyKey(ACCOUNT, `AKIA${call.which}`);
  const nodegroup = nodegroupKey('aws', REGION, ACCOUNT, CLUSTER, `n-${call.which}`);
  const ownPolicy = policyKey('aws', ACCOUNT, `own-${call.which}`);
  const policy = [...POLICIES, ownPolicy][call.pick % 3] as string;
  switch (call.what) {
    case 'role': {
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
    }
    case 'trust':
      return alive(role)
        ? patch('iam-role', role, { trust: trustsOf(call.which)[call.pick] as string })
        : undefined;
    case 'boundary':
      return alive(role)
        ? patch('iam-role', role, { boundary: call.pick % 2 === 0 ? null : ownPolicy })
        : undefined;
    case 'inline': {
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
    }
    case 'nodegroup':
      return alive(nodegroup) || truth.has(cluster)
        ? undefined
        : put('eks-nodegroup', nodegroup, { nodegroupName: 'n', clusterName: CLUSTER, nodeRole: role }, {});
    case 'delete-nodegroup':
      return alive(nodegroup) ? remove('eks-nodegroup', nodegroup) : undefined;
    case 'attach':
    case 'detach': {
      if (!alive(role)) return undefined;
      const attach = call.what === 'attach';
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
    case 'delete-role':
      return alive(role) ? remove('iam-role', role) : undefined;
    case 'associate':
      // An association's id is never used again.
      if (truth.has(association) || truth.has(cluster)) return undefined;
      return put(
        'pod-identity-association',
        association,
        {
          associationId: `a-${call.which}`,
          clusterName: CLUSTER,
          namespace: 'shop',
          serviceAccount: `sa-${call.which}`,
          roleArn: roleKey('aws', ACCOUNT, `app-${call.pick % 2}`),
          targetRoleArn: null,
          externalId: null,
          disableSessionTags: call.pick > 2,
          policy: null,
          ownerArn: null,
        },
        {},
      );
    case 'rebind':
      return alive(association)
        ? patch('pod-identity-association', association, {
            roleArn: roleKey('aws', ACCOUNT, `app-${call.pick % 2}`),
          })
        : undefined;
    case 'read-role': {
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
    }
    case 'update-association': {
      // An update whose answer holds the whole association.
      const state = truth.get(association);
      if (state?.present !== true) return undefined;
      state.fields.disableSessionTags = call.pick % 2 === 0;
      return {
        op: 'put',
        kind: 'pod-identity-association',
        key: association,
        creates: false,
        rank: 1,
        fields: known(state.fields),
        sets: {},
      };
    }
    case 'policy':
      return alive(ownPolicy)
        ? undefined
        : put(
            'iam-policy',
            ownPolicy,
            { arn: ownPolicy, defaultVersion: 'v1' },
            {
              versions: {
                v1: [document('*', '*'), document('iam:PassRole', role), document('s3:GetObject', '*'), 'x'][
                  call.pick % 4
                ],
              },
            },
            `ANPA${serial}`,
          );
    case 'policy-default':
      return alive(ownPolicy)
        ? patch('iam-policy', ownPolicy, { defaultVersion: `v${1 + call.pick}` })
        : undefined;
    case 'delete-policy':
      return alive(ownPolicy) ? remove('iam-policy', ownPolicy) : undefined;
    case 'disassociate':
      return alive(association) ? remove('pod-identity-association', association) : undefined;
    case 'delete-cluster': {
      if (truth.has(cluster) || call.pick > 0) return undefined;
      truth.set(cluster, { present: false, fields: {}, policies: new Set(), inline: {} });
      for (const [key, state] of truth)
        if (/:(podidentityassociation|nodegroup)\//.test(key)) state.present = false;
      return { op: 'delete', kind: 'eks-cluster', key: cluster, rank: 2 };
    }
    case 'run':
      if (truth.has(instance)) return undefined;
      return put(
        'ec2-instance',
        instance,
        {
          httpTokens: call.pick % 2 === 0 ? 'required' : 'optional',
          httpEndpoint: 'enabled',
          hopLimit: 1 + (call.pick % 2),
          httpProtocolIpv6: 'disabled',
          metadataTags: 'disabled',
          profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/node`,
        },
        { tags: { 'eks:cluster-name': CLUSTER } },
      );
    case 'metadata': {
      if (!alive(instance)) return undefined;
      const options: Record<string, JsonValue>[] = [
        { httpTokens: 'required' },
        { httpTokens: 'optional' },
        { hopLimit: 2 },
        { hopLimit: 1, httpTokens: 'required' },
      ];
      return patch('ec2-instance', instance, options[call.pick % 4] as Record<string, JsonValue>);
    }
    case 'tag': {
      if (!alive(instance)) return undefined;
      // A call that deletes all tags says nothing of those that AWS keeps.
      const tags = [null, null, { team: 'shop' }, { team: null }, { 'eks:cluster-name': CLUSTER }];
      return { ...patch('ec2-instance', instance, {}), sets: { tags: tags[call.pick] ?? null } };
    }
    case 'terminate':
      return alive(instance) ? remove('ec2-instance', instance) : undefined;
    case 'key':
      if (truth.has(accessKey)) return undefined;
      return put(
        'access-key',
        accessKey,
        {
          keyId: `AKIA${call.which}`,
          userName: 'ci',
          status: 'Active',
          ofRoot: false,
          creator: `arn:aws:iam::${ACCOUNT}:user/ci`,
          createdByOwner: call.pick % 2 === 0,
        },
        {},
      );
    case 'key-status':
      return alive(accessKey)
        ? patch('access-key', accessKey, { status: call.pick % 2 === 0 ? 'Active' : 'Inactive' })
        : undefined;
    case 'delete-key':
      return alive(accessKey) ? remove('access-key', accessKey) : undefined;
    case 'use-role':
      return alive(role)
        ? use('iam-role', role, useOf('node-session', roleKey('aws', ACCOUNT, `node-${call.pick}`)))
        : undefined;
    case 'use-role-by-pod':
      if (call.pick % 2 === 0)
        return alive(role)
          ? use('iam-role', role, useOf('web-identity', `issuer shop/${serial}`))
          : undefined;
      return alive(association)
        ? use('association-slot', associationSlotKey(cluster, 'shop', `sa-${call.which}`), 'pod-identity')
        : undefined;
    case 'use-key':
      return alive(accessKey)
        ? use(
            'access-key',
            accessKey,
            call.pick === 0 ? useOf('from-cluster', 'karpenter') : useOf('from', `192.0.2.${call.pick}`),
          )
        : undefined;
  }
}
