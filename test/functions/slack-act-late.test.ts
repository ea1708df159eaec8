import { findingId } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type ActStage, NOOR, openActStage, REASON, SAM } from './act-stage.ts';
import { KEY, RULE } from './slack-world.ts';

const FINDING = findingId(RULE, KEY);
const DAY_MS = 86_400_000;
const CHANGED = 'it opened anew or got worse since you looked: look at it, and press again';
let stage: ActStage;
let world: ActStage['world'];
beforeEach(async () => {
  stage = await openActStage();
  world = stage.world;
});
afterEach(() => world.close());

const exemptions = async () => {
  const all = [];
  for await (const one of world.state.listExemptions()) all.push(one);
  return all;
};

describe('what was asked for before the finding changed', () => {
  beforeEach(() => {
    world.clock.now = Date.parse('2026-03-12T07:00:30Z');
  });
  /** It ends, and comes back hours later. */
  const comeBack = async () => {
    await world.end(60);
    world.clock.now = Date.parse('2026-03-12T10:00:00Z');
    await world.open(3_600);
  };

  it('acknowledges nothing that opened since, and nobody is told that it does', async () => {
    await stage.acknowledge();
    await comeBack();
    await world.work();
    expect(await world.finding()).toMatchObject({ status: 'open', acknowledged: null });
    expect(stage.replies().filter((text) => text?.startsWith('Acknowledged'))).toEqual([]);
    expect(stage.whispers()).toEqual([`${NOOR.id}: Acknowledging ${FINDING} changed nothing: ${CHANGED}.`]);
    expect(await world.state.listActions(1)).toMatchObject([{ outcome: 'nothing-to-do' }]);
  });

  it('exempts nothing that opened while the dialog was open', async () => {
    await stage.press('podguard.exempt');
    const view = world.slack.workspace.views.at(-1)!.id;
    await comeBack();
    const values = { reason: { reason: REASON }, days: { days: '7' } };
    const timestamp = Math.floor(world.clock.now / 1000);
    await world.slack.submit({ url: world.url, view, by: NOOR, values }, { timestamp });
    await world.work();
    expect(await exemptions()).toEqual([]);
    expect(stage.whispers()).toEqual([`${NOOR.id}: Exempting ${FINDING} changed nothing: ${CHANGED}.`]);
  });
});

describe('a dialog', () => {
  it('shows the severity, and what it asks for is accepted as of when it was opened', async () => {
    const opened = new Date(world.clock.now).toISOString();
    await stage.press('podguard.exempt');
    const { id, view } = world.slack.workspace.views.at(-1)!;
    expect(JSON.stringify(view.blocks[0])).toContain(`${FINDING}, critical: ${RULE}`);
    world.clock.now += 3_600_000;
    const values = { reason: { reason: REASON }, days: { days: '1' } };
    const timestamp = Math.floor(world.clock.now / 1000);
    await world.slack.submit({ url: world.url, view: id, by: NOOR, values }, { timestamp });
    await world.work();
    const until = new Date(world.clock.now + DAY_MS).toISOString();
    expect(await exemptions()).toMatchObject([{ since: opened, until }]);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  it('of a message that showed less than there is exempts nothing', async () => {
    const shown = JSON.parse(
      JSON.stringify(stage.posted).replaceAll('severity\\":\\"critical', 'severity\\":\\"low'),
    ) as typeof stage.posted;
    expect(shown).not.toEqual(stage.posted);
    await stage.press('podguard.exempt', NOOR, shown);
    const view = world.slack.workspace.views.at(-1)!.id;
    const values = { reason: { reason: REASON }, days: { days: '7' } };
    await world.slack.submit({ url: world.url, view, by: NOOR, values });
    await world.work();
    expect(await exemptions()).toEqual([]);
    expect(stage.whispers()[0]).toContain(CHANGED);
  });
});

test('an exemption that would be over before it begins is none, and whoever asked hears so', async () => {
  await stage.exempt('1');
  world.clock.now += 3 * DAY_MS;
  await world.work();
  expect(await exemptions()).toEqual([]);
  expect(await world.finding()).toMatchObject({ status: 'open' });
  expect(stage.whispers()).toEqual([
    `${NOOR.id}: Exempting ${FINDING} changed nothing: the time that you asked for was over before it could be done: press again.`,
  ]);
});

test('what is exempt is not acknowledged besides, and the thread is told nothing of it', async () => {
  await stage.exempt();
  await stage.acknowledge();
  await world.work();
  expect(await world.finding()).toMatchObject({ status: 'exempt', acknowledged: null });
  expect(stage.replies().filter((text) => text?.startsWith('Acknowledged'))).toEqual([]);
  expect(stage.whispers().at(-1)).toMatch(/changed nothing: noor \(slack U01234567\) exempted it already/);
});

describe('whoever cannot be told what came of it', () => {
  test.for(['user_not_in_channel', 'is_archived', 'channel_not_found', 'restricted_action'])(
    'because Slack says %s is not tried again, and the log has it',
    async (refused) => {
      await stage.acknowledge(SAM);
      world.slack.moodsOf('chat.postEphemeral').push({ refused });
      expect((await world.work()).size).toBe(0);
      expect(await world.state.listActions(1)).toMatchObject([{ outcome: 'refused', told: true }]);
      expect(world.notices).toMatchObject([{ kind: 'failed', what: expect.stringMatching(/^telling what/) }]);
    },
  );

  test.for(['internal_error', 'ratelimited'])('because Slack says %s is told later', async (refused) => {
    await stage.acknowledge(SAM);
    world.slack.moodsOf('chat.postEphemeral').push({ refused });
    expect((await world.work()).size).toBe(1);
    expect((await world.work(2)).size).toBe(0);
    expect(stage.whispers()).toHaveLength(1);
  });

  it('by an edit of the message is told in its thread all the same', async () => {
    await stage.acknowledge();
    world.slack.moodsOf('chat.update').push({ refused: 'edit_window_closed' });
    expect((await world.work()).size).toBe(0);
    expect(stage.replies()).toHaveLength(1);
  });
});
