import type { Change } from '@podguard/core';
import type { Call } from '../calls.ts';
import { eks } from './eks.ts';
import { instances } from './instances.ts';
import { keys } from './keys.ts';
import { policies } from './policies.ts';
import { roles } from './roles.ts';
import { ACCOUNT, type Performers, REGION, sceneOf, type Truth } from './scene.ts';
import { uses } from './uses.ts';

const DAY = Date.parse('2026-01-02T03:00:00Z');
const performers: Performers<Call['what']> = {
  ...roles,
  ...policies,
  ...eks,
  ...instances,
  ...keys,
  ...uses,
};

/** What the account holds in truth, resource by resource, and the changes that tell of it in their true order. */
export interface World {
  readonly changes: readonly Change[];
  readonly truth: ReadonlyMap<string, Truth>;
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
    const change = performers[call.what](sceneOf(call, truth, serial));
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
