import {
  accessEntryKey,
  accessKeyKey,
  associationKey,
  type Change,
  type ConfigInput,
  clusterKey,
  configSchema,
  createEngine,
  createSettler,
  type JsonValue,
  KINDS,
  type Kind,
  nodegroupKey,
  type Posture,
  roleKey,
} from '@podguard/core';
import { catalogue, postureOf, readPostureFact } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';

const AT = '2026-01-02T03:04:05Z';

export const PODS = trust(
  podIdentity(['sts:AssumeRole', 'sts:TagSession'], {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
  }),
);
export const EC2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
export const NODE_POLICY = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const ASSOCIATION = associationKey('aws', REGION, ACCOUNT, 'prod', 'a-prod-shop-cart');
export const KEY = accessKeyKey(ACCOUNT, 'AKIAIOSFODNN7EXAMPLE');
export const PROD = [cluster('prod', ISSUER), provider()];

/** What one account holds: everything as of the same second. */
export async function postureWith(changes: readonly Change[], input: ConfigInput = {}): Promise<Posture> {
  const config = configSchema.parse(input);
  const store = createMemoryStore();
  const backOff = async () => {};
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const settler = createSettler(store, engine);
  for (const change of changes) await settler.apply(change);
  await settler.settle();
  const facts = [];
  for await (const item of store.listItems()) facts.push(readPostureFact(item, config) ?? []);
  return postureOf(facts.flat(), config);
}

/** `cluster/NAME: score identity` or `issuer: ...` of each, as a person reads it. */
export function lines({ identities }: Posture): readonly string[] {
  return identities.map(
    ({ cluster, issuer, name, method, weight, standing, factor, score }) =>
      `${cluster?.replace(/^.*:/, '') ?? (issuer === null ? 'nowhere' : 'issuer')} ${name} ${method} ${weight} × ${standing} ${factor} = ${score}`,
  );
}

function put(
  kind: Kind,
  key: string,
  state: Readonly<Record<string, JsonValue | undefined>>,
  members: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {},
): Change {
  const eventId = `put ${key}`;
  const fields = Object.entries(state).map(([name, value]) => [
    name,
    value === undefined ? { unknown: true } : { value },
  ]);
  return {
    ...base(kind, key, eventId, 0),
    op: 'put',
    creates: true,
    fields: Object.fromEntries(fields),
    sets: Object.fromEntries(KINDS[kind].sets.map((name) => [name, members[name] ?? {}])),
  };
}

function base(kind: Kind, key: string, eventId: string, rank: 0 | 1 | 2) {
  const actor = { principal: `arn:aws:iam::${ACCOUNT}:user/admin`, type: 'user' as const };
  return {
    kind,
    key,
    account: ACCOUNT,
    region: REGION,
    stamp: { time: AT, rank, eventId },
    cause: { eventId, eventName: 'Put', eventSource: 'test', at: AT, actor },
  };
}

export function gone(kind: Kind, key: string): Change {
  return { ...base(kind, key, `delete ${key}`, 2), op: 'delete' };
}

export function forgetTrust(name: string): Change {
  const key = roleKey('aws', ACCOUNT, name);
  return {
    ...base('iam-role', key, `forget ${key}`, 1),
    op: 'patch',
    fields: { trust: { unknown: true } },
    sets: {},
  };
}

/** All that is told of a role is that a policy was attached to it. */
export function attached(name: string, policy: string): Change {
  const key = roleKey('aws', ACCOUNT, name);
  const sets = { policies: { [policy]: true as const } };
  return { ...base('iam-role', key, `attach ${key}`, 1), op: 'patch', fields: {}, sets };
}

export function role(
  name: string,
  trust: string,
  policies: readonly string[] = [],
  inlinePolicies: Readonly<Record<string, JsonValue>> = {},
): Change {
  const arn = roleKey('aws', ACCOUNT, name);
  return put(
    'iam-role',
    arn,
    { arn, roleId: `AROA${name}`, trust, boundary: null, maxSessionDuration: 3600 },
    { policies: Object.fromEntries(policies.map((policy) => [policy, true])), inlinePolicies },
  );
}

export function association(
  cluster: string,
  serviceAccount: string,
  name: string,
  more: Readonly<Record<string, JsonValue | undefined>> = {},
): Change {
  const [namespace = '', account = ''] = serviceAccount.split('/');
  const associationId = `a-${cluster}-${serviceAccount.replace('/', '-')}`;
  return put('pod-identity-association', associationKey('aws', REGION, ACCOUNT, cluster, associationId), {
    associationId,
    clusterName: cluster,
    namespace,
    serviceAccount: account,
    roleArn: roleKey('aws', ACCOUNT, name),
    targetRoleArn: null,
    externalId: null,
    disableSessionTags: false,
    policy: null,
    ownerArn: null,
    ...more,
  });
}

/** An update of an association in the second in which it was made. */
export function moved(cluster: string, serviceAccount: string, name: string, eventId: string): Change {
  const associationId = `a-${cluster}-${serviceAccount.replace('/', '-')}`;
  const key = associationKey('aws', REGION, ACCOUNT, cluster, associationId);
  const fields = { roleArn: { value: roleKey('aws', ACCOUNT, name) } };
  return { ...base('pod-identity-association', key, eventId, 1), op: 'patch', fields, sets: {} };
}

export function cluster(name: string, issuer?: string): Change {
  const arn = clusterKey('aws', REGION, ACCOUNT, name);
  return put('eks-cluster', arn, { arn, name, issuer });
}

export function nodegroup(clusterName: string, nodeRole: string): Change {
  return put('eks-nodegroup', nodegroupKey('aws', REGION, ACCOUNT, clusterName, nodeRole), {
    nodegroupName: nodeRole,
    clusterName,
    nodeRole: roleKey('aws', ACCOUNT, nodeRole),
  });
}

export function nodeEntry(clusterName: string, nodeRole: string, type = 'EC2_LINUX'): Change {
  const principalArn = roleKey('aws', ACCOUNT, nodeRole);
  return put('access-entry', accessEntryKey('aws', REGION, ACCOUNT, clusterName, principalArn), {
    clusterName,
    principalArn,
    type,
  });
}

export function provider(): Change {
  return put(
    'oidc-provider',
    PROVIDER,
    { arn: PROVIDER, url: ISSUER },
    { clientIds: { 'sts.amazonaws.com': true } },
  );
}

export function key(keyId: string, more: Readonly<Record<string, JsonValue>> = {}): Change {
  return put('access-key', accessKeyKey(ACCOUNT, keyId), {
    keyId,
    userName: 'robot',
    status: 'Active',
    ofRoot: false,
    creator: `arn:aws:iam::${ACCOUNT}:user/admin`,
    createdByOwner: false,
    ...more,
  });
}

/** A use that was seen: `from-cluster external-secrets`. */
export function used(kind: Kind, of: string, use: string): Change {
  return { ...base(kind, of, `use ${of}`, 1), op: 'activity', use };
}

/** A trust policy for service accounts of a cluster. */
export function irsaFor(subjects: readonly string[], operator = 'StringEquals'): string {
  return trust(
    irsa({
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      [operator]: {
        ...(operator === 'StringEquals' ? { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } : {}),
        [`${ISSUER}:sub`]: subjects.map((subject) => `system:serviceaccount:${subject}`),
      },
    }),
  );
}

/** A stamp of the hour after. */
export function later<S extends { readonly time: string }>(stamp: S): S {
  return { ...stamp, time: '2026-01-02T04:00:00Z' };
}
