import {
  accessKeyKey,
  associationKey,
  clusterKey,
  type JsonValue,
  roleKey,
  type StateChange,
} from '@podguard/core';
import { podIdentity, trust } from './trusts.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

export const ROLE = roleKey('aws', ACCOUNT, 'app');
export const ASSOCIATION = associationKey('aws', REGION, ACCOUNT, 'prod', 'a-1');
const CLUSTER = clusterKey('aws', REGION, ACCOUNT, 'prod');

export const KEY = accessKeyKey(ACCOUNT, 'AKIA1');

const SCOPE = { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': CLUSTER } };
export const TRUSTED = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'], SCOPE));
export const UNTAGGED = trust(podIdentity(['sts:AssumeRole'], SCOPE));
export const UNTRUSTED = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

/** `time` is seconds of one minute; event IDs are made of name and time unless given. */
function base(
  key: string,
  kind: StateChange['kind'],
  eventName: string,
  time: number,
  rank: 0 | 1 | 2,
  eventId = `${eventName}-${time}`,
) {
  const at = `2026-01-02T03:${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}Z`;
  const actor = { principal: `arn:aws:iam::${ACCOUNT}:user/admin`, type: 'user' as const };
  return {
    kind,
    key,
    account: ACCOUNT,
    region: REGION,
    stamp: { time: at, rank, eventId },
    cause: { eventId, eventName, eventSource: 'test', at, actor },
  };
}

const known = (fields: Readonly<Record<string, JsonValue>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));

export function createRole(time: number, text = TRUSTED, eventId?: string): StateChange {
  const fields = known({
    arn: ROLE,
    roleId: `AROA${time}${eventId ?? ''}`,
    trust: text,
    boundary: null,
    maxSessionDuration: 3600,
  });
  return {
    ...base(ROLE, 'iam-role', 'CreateRole', time, 0, eventId),
    op: 'put',
    creates: true,
    uniqueId: `AROA${time}${eventId ?? ''}`,
    fields,
    sets: { policies: {}, inlinePolicies: {} },
  };
}

export function updateTrust(time: number, text: string, eventId?: string): StateChange {
  return {
    ...base(ROLE, 'iam-role', 'UpdateAssumeRolePolicy', time, 1, eventId),
    op: 'patch',
    fields: known({ trust: text }),
    sets: {},
  };
}

export function attach(time: number, policy: string, eventId?: string): StateChange {
  return {
    ...base(ROLE, 'iam-role', 'AttachRolePolicy', time, 1, eventId),
    op: 'patch',
    fields: {},
    sets: { policies: { [policy]: true } },
  };
}

/** What is attached is not known from then on. */
export function losePolicies(time: number): StateChange {
  return {
    ...base(ROLE, 'iam-role', 'LosePolicies', time, 1),
    op: 'patch',
    fields: {},
    sets: { policies: null },
  };
}

export function detach(time: number, policy: string, eventId?: string): StateChange {
  return {
    ...base(ROLE, 'iam-role', 'DetachRolePolicy', time, 1, eventId),
    op: 'patch',
    fields: {},
    sets: { policies: { [policy]: null } },
  };
}

export function deleteRole(time: number, eventId?: string): StateChange {
  return { ...base(ROLE, 'iam-role', 'DeleteRole', time, 2, eventId), op: 'delete' };
}

export function associate(time: number, eventId?: string): StateChange {
  const fields = known({
    associationId: 'a-1',
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/team/app`,
    targetRoleArn: null,
    externalId: null,
    disableSessionTags: false,
    policy: null,
    ownerArn: null,
  });
  return {
    ...base(ASSOCIATION, 'pod-identity-association', 'CreatePodIdentityAssociation', time, 0, eventId),
    op: 'put',
    creates: true,
    fields,
    sets: {},
  };
}

export function disableTags(time: number): StateChange {
  return {
    ...base(ASSOCIATION, 'pod-identity-association', 'UpdatePodIdentityAssociation', time, 1),
    op: 'patch',
    fields: known({ disableSessionTags: true }),
    sets: {},
  };
}

export function deleteCluster(time: number): StateChange {
  return { ...base(CLUSTER, 'eks-cluster', 'DeleteCluster', time, 2), op: 'delete' };
}

export function createKey(time: number): StateChange {
  const fields = known({
    keyId: 'AKIA1',
    userName: 'ci',
    status: 'Active',
    ofRoot: false,
    creator: 'x',
    createdByOwner: true,
  });
  return {
    ...base(KEY, 'access-key', 'CreateAccessKey', time, 0),
    op: 'put',
    creates: true,
    fields,
    sets: {},
  };
}

export function setKey(time: number, status: 'Active' | 'Inactive', eventId?: string): StateChange {
  return {
    ...base(KEY, 'access-key', 'UpdateAccessKey', time, 1, eventId),
    op: 'patch',
    fields: known({ status }),
    sets: {},
  };
}

/** Says that a field cannot be known any more. */
export function forgetTrust(time: number): StateChange {
  return {
    ...base(ROLE, 'iam-role', 'UpdateAssumeRolePolicy', time, 1),
    op: 'patch',
    fields: { trust: { unknown: true } },
    sets: {},
  };
}
