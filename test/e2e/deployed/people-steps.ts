import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Finding } from '@podguard/core';
import { loadOrganization, saveOrganization } from '@podguard/functions';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { reported } from './found.ts';
import { RULE, roleArn } from './people-events.ts';
import { createHeard, type HeardByAll } from './people-heard.ts';
import type { PeopleWorld } from './people-world.ts';

const MINUTE_MS = 60_000;
/** What is told one by one to `flood`: three a minute, and another minute may begin before it is too much. */
export const MOST_SINGLES = 6;

export interface People {
  readonly world: PeopleWorld;
  /** What was put onto the buses so far, for a second delivery. */
  readonly delivered: PutEventsRequestEntry[];
  /** What everybody heard since the last time. */
  heard(): Promise<HeardByAll>;
  /** Puts events, and says what everybody heard of them. */
  deliver(...events: readonly PutEventsRequestEntry[]): Promise<HeardByAll>;
}

export function createPeople(world: PeopleWorld): People {
  const delivered: PutEventsRequestEntry[] = [];
  const heard = createHeard(world);
  return {
    world,
    delivered,
    heard,
    async deliver(...events) {
      await world.service.put(events);
      delivered.push(...events);
      await world.service.settle();
      return heard();
    },
  };
}

export function idsOf(transitions: readonly { readonly id: string }[]): readonly string[] {
  return transitions.map(({ id }) => id).toSorted();
}

export function isSilent({ sns, tickets, events, digests, slackCalls, floodCalls }: HeardByAll): boolean {
  return [sns, tickets, events, digests].every(({ length }) => length === 0) && slackCalls + floodCalls === 0;
}

export async function findingOf({ service }: PeopleWorld, role: string): Promise<Finding | undefined> {
  return (await reported(service)).find(
    ({ rule, resource }) => rule === RULE && resource.key === roleArn(role),
  );
}

export async function inHub({ moto }: PeopleWorld, role: string) {
  const findings = await moto.findings(ACCOUNT);
  return findings.find(
    ({ GeneratorId, Resources = [] }) => GeneratorId?.endsWith(RULE) && Resources[0]?.Id === roleArn(role),
  );
}

export function rootOf({ slack }: PeopleWorld, role: string) {
  return slack.roots().findLast(({ blocks }) => JSON.stringify(blocks).includes(`role/${role}`));
}

/** Somebody presses a button of the message about `gate`. */
export function press(world: PeopleWorld, action: string) {
  const message = rootOf(world, 'gate');
  if (message === undefined) throw new Error('there is no message about gate');
  return world.slack.press({ url: world.url, message, action });
}

export function rejected(calls: PeopleWorld['slack']['calls']): number {
  return calls.filter(({ mood }) => mood !== 'ok').length;
}

/** Some minutes later the burst is over, and what was held back is told. */
export async function tellHeld({ service }: PeopleWorld): Promise<void> {
  for (const at of [Date.now(), Date.now() - MINUTE_MS]) {
    const name = `burst/flood/${new Date(at).toISOString().slice(0, 16)}`;
    const counted = await service.state.count(name, 0, 60);
    await service.state.count(name, -counted, 60);
  }
  await service.invoke('tell-held', {});
  await service.settle();
}

/** The list of the organization is that old. */
export async function moveOrganization({ service }: PeopleWorld, ms: number): Promise<void> {
  const { state } = service;
  const organization = await loadOrganization(state);
  if (organization === undefined) throw new Error('no accounts were listed');
  const then = new Date(Date.now() - ms).toISOString();
  const { judgedAgain } = organization;
  const listedAt = judgedAgain ? then : organization.listedAt;
  await saveOrganization(state, { ...organization, listedAt, changedAt: then });
}

/** What functions were deployed with; set again it starts all of them anew. */
export async function judgedWithBefore({ service }: PeopleWorld): Promise<string> {
  const item = await service.store.load(roleArn('gate'));
  return String(item?.judgedWith).split('+')[0] as string;
}
