import { findingId } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type ActStage, NOOR, openActStage, REASON, SAM } from './act-stage.ts';
import { KEY, RULE } from './slack-world.ts';

const FINDING = findingId(RULE, KEY);
let stage: ActStage;
let world: ActStage['world'];
async function begin(who?: Parameters<typeof openActStage>[0]): Promise<void> {
  stage = await openActStage(who);
  world = stage.world;
}
beforeEach(() => begin());
afterEach(() => world.close());

describe('who may acknowledge, and presses the button,', () => {
  it('is written down at the finding, told in the thread and shown in the message', async () => {
    await stage.acknowledge();
    expect((await world.work()).size).toBe(0);
    expect(await world.finding()).toMatchObject({
      status: 'open',
      acknowledged: { by: 'noor (slack U01234567)', at: new Date(world.clock.now).toISOString() },
    });
    expect(stage.replies()).toEqual([
      `Acknowledged by <@U01234567>: ${FINDING} (${RULE}) stays open, and nobody is reminded of it.`,
    ]);
    expect(JSON.stringify(stage.root().blocks)).toMatch(/Acknowledged .* by noor \(slack U01234567\)/);
    expect(stage.whispers()).toEqual([]);
    expect(await world.state.listActions(10)).toEqual([
      {
        id: expect.any(String),
        at: new Date(world.clock.now).toISOString(),
        by: 'noor (slack U01234567)',
        kind: 'acknowledge',
        ...{ finding: FINDING, rule: RULE, key: KEY },
        ...{ outcome: 'done', note: 'acknowledged', told: true },
      },
    ]);
  });

  it('twice hears that it is done already, and the thread hears it once', async () => {
    await stage.acknowledge();
    world.clock.now += 1_000;
    await stage.acknowledge();
    await world.work();
    expect(stage.replies()).toHaveLength(1);
    expect(stage.whispers()).toEqual([
      `U01234567: Acknowledging ${FINDING} changed nothing: noor (slack U01234567) acknowledged it already.`,
    ]);
    const actions = await world.state.listActions(10);
    expect(actions.map(({ outcome }) => outcome)).toEqual(['nothing-to-do', 'done']);
  });

  it('when it has ended meanwhile hears so', async () => {
    await stage.acknowledge();
    await world.end();
    await world.work();
    expect(stage.whispers()).toEqual([
      `U01234567: Acknowledging ${FINDING} changed nothing: the finding is not open any more.`,
    ]);
    expect(await world.state.listActions(1)).toMatchObject([{ outcome: 'nothing-to-do' }]);
  });
});

test('of two people who acknowledge at once one is named, and the other hears who', async () => {
  await world.close();
  await begin({ users: [NOOR.id, SAM.id] });
  await Promise.all([stage.acknowledge(NOOR), stage.acknowledge(SAM)]);
  await world.work();
  expect(stage.replies()).toHaveLength(1);
  expect(stage.whispers()).toHaveLength(1);
  const { by } = (await world.finding())!.acknowledged!;
  expect(stage.whispers()[0]).toContain(`${by} acknowledged it already`);
});

describe('who may exempt, and says why,', () => {
  it('exempts that finding for the time that was chosen, and hears so; the thread is told by the channel', async () => {
    await stage.exempt('30');
    expect((await world.work()).size).toBe(0);
    const until = new Date(world.clock.now + 30 * 86_400_000).toISOString();
    expect(await world.finding()).toMatchObject({
      status: 'exempt',
      exemption: { reason: REASON, author: 'noor (slack U01234567)', until },
    });
    expect(world.told.map(({ type, finding }) => `${type} ${finding.rule}`)).toContain(`exempted ${RULE}`);
    expect(stage.replies().join('\n')).toMatch(/exempt/i);
    const [action] = await world.state.listActions(1);
    expect(action).toMatchObject({ kind: 'exempt', outcome: 'done' });
    expect(stage.whispers()).toEqual([
      `U01234567: Done: finding ${FINDING} is exempt until ${until.slice(0, 16).replace('T', ' ')} UTC, by ${(await world.finding())!.exemption!.id}.`,
    ]);
  });

  it('exempts no other finding of the resource', async () => {
    await stage.exempt();
    await world.work();
    const exempted = world.told.filter(({ type }) => type === 'exempted');
    expect(exempted.map(({ finding }) => finding.rule)).toEqual([RULE]);
  });

  it('for less long than somebody did already hears who did', async () => {
    await stage.exempt('30');
    await world.work();
    await stage.exempt('1');
    await world.work();
    expect(stage.whispers().at(-1)).toMatch(
      /changed nothing: noor \(slack U01234567\) exempted it already, until/,
    );
    const exemptions = [];
    for await (const one of world.state.listExemptions()) exemptions.push(one);
    expect(exemptions).toHaveLength(1);
  });

  it('may make it longer', async () => {
    await stage.exempt('1');
    await world.work();
    await stage.exempt('90');
    await world.work();
    const until = new Date(world.clock.now + 90 * 86_400_000).toISOString();
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { until } });
  });

  it('when it has ended meanwhile exempts nothing', async () => {
    await stage.exempt();
    await world.end();
    await world.work();
    expect(stage.whispers()[0]).toContain('the finding is not open any more');
    for await (const one of world.state.listExemptions()) expect(one).toBeUndefined();
  });
});

describe('who may not act', () => {
  it('is refused, hears why, and is on record; nobody else hears of it', async () => {
    await stage.acknowledge(SAM);
    await stage.exempt('7', SAM);
    await world.work();
    expect(stage.whispers()).toEqual([
      `${SAM.id}: Acknowledging ${FINDING} was refused: only people whom the configuration names may do this. This is on record.`,
      `${SAM.id}: Exempting ${FINDING} was refused: only people whom the configuration names may do this. This is on record.`,
    ]);
    expect(stage.replies()).toEqual([]);
    expect(await world.finding()).toMatchObject({ status: 'open', acknowledged: null });
    expect(world.actions.map(({ by, outcome }) => `${by} ${outcome}`)).toEqual([
      'sam (slack U07654321) refused',
      'sam (slack U07654321) refused',
    ]);
  });

  it('cannot take the name of somebody who may', async () => {
    const by = { id: 'U0HOSTILE1', name: 'noor (slack U01234567) <!channel>\u202e' };
    await stage.acknowledge(by);
    await world.work();
    const [action] = world.actions;
    expect(action?.by).toBe('noor slack U01234567 <!channel>\\u202e (slack U0HOSTILE1)');
    expect(action?.outcome).toBe('refused');
  });
});

describe('members of a group that may act', () => {
  beforeEach(async () => {
    await world.close();
    await begin({ users: [], groups: ['S01234567', 'S07654321'] });
    world.slack.workspace.groups.set('S01234567', []).set('S07654321', [SAM.id]);
  });
  const lists = () => world.slack.calls.filter(({ method }) => method === 'usergroups.users.list').length;

  it('may, and others may not', async () => {
    await stage.acknowledge(SAM);
    await stage.acknowledge(NOOR);
    await world.work();
    expect(world.actions.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
  });

  it('are asked for once in five minutes', async () => {
    await stage.acknowledge(SAM);
    await world.work();
    await stage.acknowledge(NOOR);
    await world.work();
    expect(lists()).toBe(2);
    world.slack.workspace.groups.set('S07654321', []);
    world.clock.now += 301_000;
    await stage.acknowledge(SAM);
    await world.work();
    expect(lists()).toBe(4);
    expect(world.actions.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'refused']);
  });

  it('are refused while their group cannot be read, and hear that', async () => {
    world.slack.workspace.groups.delete('S07654321');
    await stage.acknowledge(SAM);
    await world.work();
    expect(stage.whispers()[0]).toContain('a group of those who may could not be read in Slack');
    expect(world.actions.map(({ outcome }) => outcome)).toEqual(['refused']);
    expect(world.notices).toHaveLength(1);
  });
});

test('what came of a request is told in the channel where somebody deleted the message', async () => {
  await stage.acknowledge();
  world.slack.remove(stage.posted.ts);
  await world.work();
  expect(world.slack.roots().map(({ text }) => text)).toEqual([
    `Acknowledged by <@U01234567>: ${FINDING} (${RULE}) stays open, and nobody is reminded of it.`,
  ]);
});

test('a button whose rule and resource are of another finding is refused', async () => {
  const message = stage.posted;
  const forged = JSON.parse(JSON.stringify(message).replaceAll(FINDING, 'pg-000000000000')) as typeof message;
  await stage.press('podguard.acknowledge', NOOR, forged);
  await world.work();
  expect(world.actions).toMatchObject([{ outcome: 'refused', note: /another finding/ }]);
  expect(await world.finding()).toMatchObject({ acknowledged: null });
});

test('a resource whose key holds a * is not exempt from Slack, as others would be, too', async () => {
  const key = 'arn:aws:ssm:eu-central-1:111122223333:parameter/app/*';
  const message = await world.post({ key, rule: RULE });
  await world.slack.press({ url: world.url, message, action: 'podguard.exempt' });
  const view = world.slack.workspace.views.at(-1)!.id;
  const values = { reason: { reason: REASON }, days: { days: '7' } };
  await world.slack.submit({ url: world.url, view, values });
  await world.work();
  expect(world.actions).toMatchObject([{ outcome: 'refused', note: /podguard exempt add/ }]);
});

test.for(['xoxb-revoked', 'no token\nat all'])('a token that was replaced is read anew: %j', async (old) => {
  const { createSlackPeople } = await import('@podguard/functions');
  const { createSlackClient } = await import('@podguard/notify/slack');
  const reads: boolean[] = [];
  const people = createSlackPeople({
    async token(isFresh) {
      reads.push(isFresh);
      return isFresh ? world.slack.workspace.token : old;
    },
    clientOf: (token) => createSlackClient(token, { slackApiUrl: world.slack.apiUrl }),
  });
  await people.tellThread({ channel: world.slack.channel, thread: stage.posted.ts }, 'hello');
  expect(reads).toEqual([false, true]);
  expect(stage.replies()).toEqual(['hello']);
});
