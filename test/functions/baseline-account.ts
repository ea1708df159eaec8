import { clusterKey, known, readEventId, roleKey, type StateChange, type Store } from '@podguard/core';
import type { Listed, Step } from '@podguard/functions';
import { irsa, trust } from '../support/trusts.ts';

export const ACCOUNT = '111122223333';
export const REGIONS = ['eu-central-1', 'us-east-1'];
const PAGE = 20;

const GOOD = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
/** Anybody with a token of that issuer gets it. */
export const BAD = trust(irsa());

export interface Account {
  readonly roles: number;
  /** One role of so many is bad. */
  readonly badEvery: number;
  /** Names of the first region's clusters. */
  readonly clusters: readonly string[];
}

/** What a listing of it tells, page by page. */
export async function list(
  { roles, badEvery, clusters }: Account,
  store: Store,
  { listing, region }: Step,
  token: string | undefined,
  now: Date,
): Promise<Listed> {
  const from = Number(token ?? 0);
  if (listing === 'clusters') {
    const names = region === REGIONS[0] ? clusters : [];
    const keys = names.slice(from, from + PAGE).map((name) => clusterKey('aws', region, ACCOUNT, name));
    return pageOf(keys, [], from, names.length);
  }
  if (listing !== 'roles') return pageOf([], [], 0, 0);
  const numbers = Array.from({ length: Math.min(PAGE, roles - from) }, (_, at) => from + at);
  const told = numbers.map((at) => roleRead(`role-${at}`, (at + 1) % badEvery === 0 ? BAD : GOOD, now));
  const news: StateChange[] = [];
  // As the readers do: what is known says nothing new.
  for (const change of told) if ((await store.load(change.key)) === undefined) news.push(change);
  return pageOf(
    told.map(({ key }) => key),
    news,
    from,
    roles,
  );
}

function pageOf(keys: readonly string[], changes: readonly StateChange[], from: number, all: number): Listed {
  const next = from + PAGE < all ? String(from + PAGE) : undefined;
  return { outcome: 'read', keys, changes, unread: [], next };
}

/** What a read of a role says. */
export function roleRead(name: string, text: string, now: Date): StateChange {
  const key = roleKey('aws', ACCOUNT, name);
  const at = new Date(now.getTime() - 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const eventId = readEventId('role', now.toISOString(), key);
  return {
    op: 'put',
    kind: 'iam-role',
    key,
    account: ACCOUNT,
    region: 'us-east-1',
    creates: false,
    stamp: { time: at, rank: 0, eventId },
    cause: {
      eventId,
      eventName: 'read:role',
      eventSource: 'iam.amazonaws.com',
      at,
      actor: { principal: 'podguard', type: 'service' },
    },
    fields: {
      arn: known(key),
      roleId: known(`AROA${name.toUpperCase()}`),
      trust: known(text),
      boundary: known(null),
      maxSessionDuration: known(3600),
    },
    sets: { policies: {}, inlinePolicies: {}, tags: {} },
  };
}
