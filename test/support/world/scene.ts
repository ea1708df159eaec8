import type { JsonValue } from '@podguard/core';
import {
  accessKeyKey,
  associationKey,
  clusterKey,
  instanceKey,
  nodegroupKey,
  policyKey,
  roleKey,
} from '@podguard/core';
import type { Call } from '../calls.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const CLUSTER = 'prod';
const POLICIES = ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'];

export interface Truth {
  present: boolean;
  fields: Record<string, JsonValue>;
  policies: Set<string>;
  inline: Record<string, string>;
}

export type Draft = Record<string, unknown> & { rank: 0 | 1 | 2 };

export type Scene = ReturnType<typeof sceneOf>;
/** What calls do: the change that tells of it, or `undefined` where AWS would refuse. */
export type Performers<What extends Call['what']> = Readonly<
  Record<What, (scene: Scene) => Draft | undefined>
>;

/** A call, what it may be about, and how that is changed in truth. */
export function sceneOf(call: Call, truth: Map<string, Truth>, serial: number) {
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
  return {
    ...{ call, truth, serial, known, alive, put, patch, use, remove },
    ...{ role, cluster, association, instance, accessKey, nodegroup, ownPolicy, policy },
  };
}

export function document(action: string, resource: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
}
