import { type Actor, clusterKey, known, readEventId, roleKey, type StateChange } from '@podguard/core';
import type { Listing, Reader } from '@podguard/inventory';
import { irsa, trust } from '../support/trusts.ts';

export const ACCOUNT = '111122223333';
export const REGIONS = ['eu-central-1', 'us-east-1'] as const;
const PAGE = 20;
const PODGUARD: Actor = { principal: 'podguard', type: 'service' };

export const GOOD = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
/** Anybody with a token of that issuer gets it. */
export const BAD = trust(irsa());

/** What is there: the roles with their trust policies, by name, and the clusters of the first region. */
export interface Account {
  readonly roles: Map<string, string>;
  readonly clusters: string[];
}

export function newAccount({ roles = 30, badEvery = 10, clusters = ['prod', 'test'] } = {}): Account {
  const names = Array.from({ length: roles }, (_, at) => `role-${at}`);
  const trusts = names.map((name, at) => [name, (at + 1) % badEvery === 0 ? BAD : GOOD] as const);
  return { roles: new Map(trusts), clusters };
}

export const keyOf = (role: string) => roleKey('aws', ACCOUNT, role);

/** How it is listed, told of each call before it is answered. */
export function listingsOf(account: Account, asked: (call: string) => void): readonly Listing[] {
  const page = (all: readonly StateChange[], token: string | undefined) => {
    const from = Number(token ?? 0);
    const told = all.slice(from, from + PAGE);
    const next = from + PAGE < all.length ? String(from + PAGE) : undefined;
    return { keys: told.map(({ key }) => key), told, next };
  };
  const listing = (
    name: string,
    scope: Listing['scope'],
    kinds: Listing['kinds'],
    all: (region: string, at: Date) => readonly StateChange[],
  ): Listing => ({
    ...{ name, scope, kinds, actions: [] },
    async list(token, { region, cluster, startedAt }) {
      asked([name, region, cluster?.split('/').at(-1), token].filter((part) => part !== undefined).join(' '));
      return page(all(region, startedAt), token);
    },
  });
  return [
    listing('clusters', 'region', ['eks-cluster'], (region, at) =>
      (region === REGIONS[0] ? account.clusters : []).map((name) => clusterRead(name, at)),
    ),
    listing('associations', 'cluster', ['pod-identity-association'], () => []),
    listing('roles', 'account', ['iam-role'], (_, at) =>
      [...account.roles].map(([name, text]) => roleRead(name, text, at)),
    ),
  ];
}

export function readersOf(account: Account, asked: (call: string) => void): readonly Reader[] {
  return [
    {
      ...{ name: 'role', kind: 'iam-role', actions: [] },
      matches: (key) => key.startsWith(keyOf('')),
      async read(key, { startedAt }) {
        const name = key.slice(keyOf('').length);
        asked(`role ${name}`);
        return [roleRead(name, account.roles.get(name), startedAt)];
      },
    },
  ];
}

/** What a read of a role says; without a text that there is none. */
export function roleRead(name: string, text: string | undefined, at: Date): StateChange {
  const change = readOf('role', 'iam-role', keyOf(name), 'us-east-1', at);
  if (text === undefined) return { ...change, op: 'delete', stamp: { ...change.stamp, rank: 2 } };
  const fields = {
    arn: known(change.key),
    roleId: known(`AROA${name.toUpperCase()}`),
    trust: known(text),
    boundary: known(null),
    maxSessionDuration: known(3600),
  };
  return {
    ...change,
    ...{ op: 'put', creates: false, fields },
    sets: { policies: {}, inlinePolicies: {}, tags: {} },
  };
}

/** What an event says of a role's trust policy. */
export function trustEvent(name: string, text: string, at: Date, eventId = `event-${name}`): StateChange {
  const { cause: read, ...change } = readOf('role', 'iam-role', keyOf(name), 'us-east-1', at);
  const time = at.toISOString().replace(/\.\d{3}Z$/, 'Z');
  const actor: Actor = { principal: `arn:aws:iam::${ACCOUNT}:user/noor`, type: 'user' };
  return {
    ...change,
    ...{ op: 'patch', sets: {}, fields: { trust: known(text) } },
    stamp: { time, rank: 1, eventId },
    cause: { ...read, eventId, eventName: 'UpdateAssumeRolePolicy', at: time, actor },
  };
}

function clusterRead(name: string, at: Date): StateChange {
  const key = clusterKey('aws', REGIONS[0], ACCOUNT, name);
  const change = readOf('cluster', 'eks-cluster', key, REGIONS[0], at);
  return { ...change, op: 'put', creates: false, fields: { arn: known(key) }, sets: {} };
}

function readOf(reader: string, kind: StateChange['kind'], key: string, region: string, startedAt: Date) {
  const at = new Date(startedAt.getTime() - 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const eventId = readEventId(reader, startedAt.toISOString(), key);
  const source = { eventName: `read:${reader}`, eventSource: 'iam.amazonaws.com' };
  return {
    ...{ kind, key, account: ACCOUNT, region },
    stamp: { time: at, rank: 0, eventId },
    cause: { eventId, ...source, at, actor: PODGUARD },
  } as const;
}
