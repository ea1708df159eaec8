import { setTimeout as wait } from 'node:timers/promises';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { loadOrganization } from '@podguard/functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { reported } from './found.ts';
import { describeSampleDay } from './people-day.ts';
import { createRole, flood, RULE, STRANGERS, updateTrust } from './people-events.ts';
import { told } from './people-heard.ts';
import {
  createPeople,
  findingOf,
  idsOf,
  inHub,
  isSilent,
  judgedWithBefore,
  MOST_SINGLES,
  moveOrganization,
  type People,
  press,
  rejected,
  rootOf,
  tellHeld,
} from './people-steps.ts';
import { NEW_ACCOUNT, type PeopleWorld, startPeopleWorld } from './people-world.ts';
import { podguardOn } from './podguard.ts';
import { CALLED_FOR_PEOPLE, faultsOf, privilegesOf } from './privileges.ts';
import { inPutAside } from './put-aside.ts';

const HOUR_MS = 60 * 60_000;
const FLOOD = 500;
const FLOOD_LIMIT_MS = 150_000;

let people: People;
let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld();
  people = createPeople(world);
}, 240_000);
afterAll(() => world?.stop());

const deliver = (...events: readonly PutEventsRequestEntry[]) => people.deliver(...events);
const heard = () => people.heard();

describeSampleDay(() => people);

describe('a finding, as people live with it', () => {
  it('is told to all when it opens, with buttons in Slack', async () => {
    const { sns, tickets, events, posts } = await deliver(createRole('gate', [STRANGERS[0]]));
    expect([told(sns), told(tickets), told(events)]).toEqual([
      [`opened ${RULE}`],
      [`opened ${RULE}`],
      [`opened ${RULE}`],
    ]);
    expect(posts).toEqual([expect.stringMatching(/^HIGH: Account 222233334444/)]);
    expect(await inHub(world, 'gate')).toMatchObject({ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } });
  });

  it('is told to all when it worsens, in Slack below its message', async () => {
    const now = await deliver(updateTrust('gate', STRANGERS.slice(0, 2)));
    expect(told(now.sns)).toEqual([`worsened ${RULE}`]);
    expect(idsOf(now.tickets)).toEqual(idsOf(now.sns));
    expect(idsOf(now.events)).toEqual(idsOf(now.sns));
    expect([now.posts, now.replies]).toEqual([[], [expect.stringContaining('333344445555')]]);
  });

  it('is acknowledged by a button: the table has it, the thread says it, and nobody else is told', async () => {
    expect(await press(world, 'podguard.acknowledge')).toEqual({ status: 200, text: '' });
    await world.service.settle();
    const now = await heard();
    expect(now.replies).toEqual([expect.stringContaining('Acknowledged by')]);
    expect([now.sns, now.tickets, now.events, now.posts]).toEqual([[], [], [], []]);
    expect(await findingOf(world, 'gate')).toMatchObject({
      status: 'open',
      acknowledged: { by: expect.stringContaining('noor'), at: expect.any(String) },
    });
  });

  it('is exempt by a button and a dialog: table, thread and Security Hub follow, others are not told', async () => {
    expect(await press(world, 'podguard.exempt')).toEqual({ status: 200, text: '' });
    const view = world.slack.workspace.views.at(-1)?.id as string;
    const values = { reason: { reason: 'these partners move out in May' }, days: { days: '7' } };
    expect(await world.slack.submit({ url: world.url, view, values })).toEqual({ status: 200, text: '' });
    await world.service.settle();
    const now = await heard();
    expect([now.sns, now.tickets, told(now.events)]).toEqual([[], [], [`exempted ${RULE}`]]);
    expect([now.posts, now.replies]).toEqual([[], [expect.stringContaining('Exempt')]]);
    expect(await findingOf(world, 'gate')).toMatchObject({
      status: 'exempt',
      exemption: { reason: values.reason.reason, author: expect.stringContaining('noor') },
    });
    expect(await inHub(world, 'gate')).toMatchObject({ Workflow: { Status: 'SUPPRESSED' } });
  });

  it('is told to nobody while it is no worse than what was accepted', async () => {
    expect(isSilent(await deliver(updateTrust('gate', [STRANGERS[0]])))).toBe(true);
    expect(isSilent(await deliver(updateTrust('gate', STRANGERS.slice(0, 2))))).toBe(true);
    expect(await findingOf(world, 'gate')).toMatchObject({ status: 'exempt' });
  });

  it('is told to all when it outgrows its exemption', async () => {
    const now = await deliver(updateTrust('gate', STRANGERS));
    expect(told(now.sns)).toEqual([`exemption-ended ${RULE}`]);
    expect(idsOf(now.tickets)).toEqual(idsOf(now.sns));
    expect(idsOf(now.events)).toEqual(idsOf(now.sns));
    expect([now.posts, now.replies]).toEqual([[], [expect.stringContaining('777788889999')]]);
    expect(await findingOf(world, 'gate')).toMatchObject({ status: 'open', exemption: null });
    expect(await inHub(world, 'gate')).toMatchObject({ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } });
  });

  it('is archived when it ends, and its message in Slack shows it', async () => {
    const now = await deliver(updateTrust('gate', []));
    expect(told(now.sns)).toEqual([`resolved ${RULE}`]);
    expect(rootOf(world, 'gate')?.text).toMatch(/^Resolved/);
    expect(await inHub(world, 'gate')).toMatchObject({ RecordState: 'ARCHIVED' });
  });
});

describe('a finding that is exempt before it begins', () => {
  let until: number;

  it('is told to programs only, as exempt', async () => {
    until = Date.now() + 20_000;
    const scope = ['--rule', RULE, '--resource', '*:role/planned-*', '--reason', 'the partner moves in'];
    const end = ['--until', new Date(until).toISOString(), '--author', 'platform team'];
    const added = await podguardOn(world.service, ['exempt', 'add', ...scope, ...end]);
    expect(added).toContain('exempts nothing that is open by now');
    const now = await deliver(createRole('planned-1', [STRANGERS[1]]));
    expect([now.sns, now.tickets, told(now.events)]).toEqual([[], [], [`exempted ${RULE}`]]);
    expect(now.posts).toEqual([]);
    expect(await findingOf(world, 'planned-1')).toMatchObject({ status: 'exempt' });
    expect(await inHub(world, 'planned-1')).toMatchObject({ Workflow: { Status: 'SUPPRESSED' } });
  });

  it('is told to all when the exemption expires', async () => {
    await wait(Math.max(0, until - Date.now()) + 100);
    await world.service.invoke('sweep', {});
    await world.service.settle();
    const now = await heard();
    expect(told(now.sns)).toEqual([`exemption-ended ${RULE}`]);
    expect(idsOf(now.tickets)).toEqual(idsOf(now.sns));
    expect(idsOf(now.events)).toEqual(idsOf(now.sns));
    // Beside it there may be the digest of what ends within a week.
    const posts = now.posts.filter((text) => text.includes('333344445555'));
    expect([posts, now.replies]).toEqual([[expect.stringContaining('no longer exempt')], []]);
    expect(await findingOf(world, 'planned-1')).toMatchObject({ status: 'open' });
  });
});

describe('Slack, while it is down', () => {
  it('keeps nobody else waiting, and gets all of it in order when it is back', async () => {
    const { slack, service } = world;
    slack.moods.push({ limited: 1 }, 'reset', ...Array.from({ length: 1_000 }, () => 'error' as const));
    const [opened, worsened] = [
      createRole('dock', [NEW_ACCOUNT]),
      updateTrust('dock', STRANGERS.slice(0, 2)),
    ];
    people.delivered.push(opened, worsened);
    await service.put([opened]);
    await expect.poll(() => rejected(slack.calls), { timeout: 30_000 }).toBeGreaterThan(3);
    const meanwhile = await heard();
    expect([told(meanwhile.sns), told(meanwhile.tickets), meanwhile.posts]).toEqual([
      [`opened ${RULE}`],
      [`opened ${RULE}`],
      [],
    ]);
    await service.put([worsened]);
    await expect
      .poll(async () => told((await heard()).sns), { timeout: 30_000 })
      .toEqual([`worsened ${RULE}`]);
    slack.moods.length = 0;
    await service.settle();
    const now = await heard();
    expect([now.sns, now.posts.length, now.replies.length]).toEqual([[], 1, 1]);
    const posted = slack.calls.filter(({ mood, method }) => mood === 'ok' && method === 'chat.postMessage');
    expect(posted.slice(-2).map(({ args }) => args.text)).toEqual([
      expect.stringMatching(/^HIGH: Account 222233334444,/),
      expect.stringContaining('333344445555'),
    ]);
    expect(await inPutAside(service)).toEqual([]);
  });
});

describe('an account that is new in the organization', () => {
  it('is listed by sweep', async () => {
    const { state } = world.service;
    await moveOrganization(world, 25 * HOUR_MS);
    await world.service.invoke('sweep', {});
    expect(await loadOrganization(state)).toMatchObject({
      accounts: [ACCOUNT, NEW_ACCOUNT],
      judgedAgain: false,
    });
  });

  it('is known to all who judge an hour later: everything is judged again, and told in one digest', async () => {
    await deliver(updateTrust('dock', [NEW_ACCOUNT]));
    await moveOrganization(world, 2 * HOUR_MS);
    await world.service.judgeWith(await judgedWithBefore(world));
    await world.service.invoke('sweep', {});
    await world.service.settle();
    const now = await heard();
    expect(now.digests).toHaveLength(1);
    expect([now.sns, now.tickets]).toEqual([[], []]);
    expect(told(now.events)).toEqual([`resolved ${RULE}`]);
    expect(await findingOf(world, 'dock')).toMatchObject({ status: 'resolved' });
    await world.service.invoke('sweep', {});
    await world.service.settle();
    expect(isSilent(await heard())).toBe(true);
  });
});

describe('a burst', () => {
  it('of 500 findings is some alerts and one digest to whom it is routed, and nothing to other people', {
    timeout: FLOOD_LIMIT_MS + 60_000,
  }, async () => {
    const { service } = world;
    await tellHeld(world);
    await heard();
    const events = flood(FLOOD);
    await service.put(events);
    // Enough of them for a second delivery.
    people.delivered.push(...events.slice(0, 50));
    await service.settle(FLOOD_LIMIT_MS);
    const now = await heard();
    expect([now.sns, now.tickets, now.slackCalls]).toEqual([[], [], 0]);
    expect(new Set(idsOf(now.events)).size).toBe(FLOOD);
    expect(now.events).toHaveLength(FLOOD);
    expect(now.floodCalls).toBeLessThanOrEqual(MOST_SINGLES);
    await tellHeld(world);
    expect((await heard()).floodCalls).toBe(1);
    const held = FLOOD - now.floodCalls;
    expect(world.flood.workspace.messages.at(-1)?.text).toContain(`${held} changes of findings within`);
    expect(await inPutAside(service)).toEqual([]);
  });
});

describe('a second delivery of everything', () => {
  it('changes nothing and tells nobody', { timeout: 120_000 }, async () => {
    const { service } = world;
    const before = await reported(service);
    await service.put(people.delivered);
    await service.settle();
    await service.invoke('sweep', {});
    await service.invoke('tell-held', {});
    await service.settle();
    expect(isSilent(await heard())).toBe(true);
    expect(await reported(service)).toEqual(before);
  });
});

describe('the role of each function', () => {
  it('allows what its code called in all of this', () => {
    const privileges = [...privilegesOf(world.service)];
    const lacks = privileges.flatMap(([name, its]) =>
      faultsOf(its)
        .filter((fault) => fault.startsWith('lacks'))
        .map((fault) => `${name} ${fault}`),
    );
    expect(lacks).toEqual([]);
    const called = new Map(privileges.map(([name, its]) => [name, its.called]));
    for (const [name, actions] of Object.entries(CALLED_FOR_PEOPLE))
      expect(called.get(name), name).toEqual(expect.arrayContaining([...actions]));
  });

  it('allows nothing else to those who tell people, and who do what people ask for', () => {
    const privileges = privilegesOf(world.service);
    for (const name of ['notify', 'tell-held', 'slack-actions', 'act']) {
      const its = privileges.get(`podguard-dev-${name}`);
      if (its === undefined) throw new Error(`there is no function ${name}`);
      expect(faultsOf(its), name).toEqual([]);
    }
  });
});
