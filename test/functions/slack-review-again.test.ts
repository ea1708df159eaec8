import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifiedOf } from '../notify/remediations.ts';
import { headOf } from '../notify/slack-stage.ts';
import { SAM } from './act-stage.ts';
import { APPROVE, FINDING, ID, openReviewStage, type ReviewStage } from './review-stage.ts';

let stage: ReviewStage;
let world: ReviewStage['world'];
beforeEach(async () => {
  stage = await openReviewStage();
  world = stage.world;
});
afterEach(() => world.close());

it('a decision that Slack does not show goes on nevertheless, and the log says so', async () => {
  await stage.propose();
  await stage.press(APPROVE);
  world.slack.moodsOf('chat.update').push('error');
  expect((await world.work()).size).toBe(0);
  expect(await stage.load()).toMatchObject({ status: 'approved' });
  expect(world.proceeding).toEqual([ID]);
  expect(world.notices).toMatchObject([
    { what: `showing in channel ${world.slack.channel} what was decided about ${ID}` },
  ]);
});

it('a message that shows what came of it later is not set back by a decision that is handed out again', async () => {
  const remediation = await stage.propose();
  await stage.press(APPROVE);
  world.faults.push({ what: 'recordAction', when: 'before' });
  await world.work();
  await world.tell({ kind: 'remediation', remediation: verifiedOf(remediation), finding: null });
  await world.work(2);
  expect(headOf(stage.plan())).toContain('✅ Remediated');
});

describe('a request that comes again', () => {
  it.for([
    ['loadAction', 'before'],
    ['recordAction', 'before'],
    ['recordAction', 'after'],
    ['saveRemediation', 'before'],
    ['saveRemediation', 'after'],
  ] as const)('after %s failed %s it was done approves once and goes on', async ([what, when]) => {
    await stage.propose();
    world.faults.push({ what, when });
    await stage.press(APPROVE);
    expect((await world.work()).size).toBe(1);
    expect((await world.work(2)).size).toBe(0);
    expect(await stage.load()).toMatchObject({ status: 'approved' });
    expect((await stage.load())?.approvals).toHaveLength(1);
    expect(world.proceeding).toContain(ID);
    expect(await world.state.listActions(10)).toMatchObject([{ outcome: 'done', told: true }]);
    expect(world.slack.replies(stage.plan().ts).map(({ text }) => text)).toEqual([
      `Approved by <@U01234567>: ${ID} is approved, and is applied now if all guards still say yes.`,
    ]);
    expect(stage.whispers()).toEqual([]);
  });

  it.for(['recordAction', 'saveRemediation'] as const)(
    'after %s failed rejects once, and says so',
    async (what) => {
      await stage.propose();
      world.faults.push({ what, when: what === 'recordAction' ? 'before' : 'after' });
      await stage.reject();
      expect((await world.work()).size).toBe(1);
      world.clock.now += 360_000;
      expect((await world.work(2)).size).toBe(0);
      expect((await stage.load())?.history.map(({ status }) => status)).toEqual(['proposed', 'rejected']);
      expect(await stage.outcomes()).toEqual(['done']);
      expect(stage.whispers()).toEqual([`U01234567: Done: remediation ${ID} of ${FINDING} is rejected.`]);
    },
  );

  it('of the first of two, after the second has approved, is done, too', async () => {
    await stage.propose({ approvalsNeeded: 2 });
    world.faults.push({ what: 'recordAction', when: 'before' });
    await stage.press(APPROVE);
    await world.work();
    const again = world.sent.splice(0);
    await stage.press(APPROVE, SAM);
    await world.work();
    world.sent.push(...again);
    await world.work(2);
    expect(await stage.load()).toMatchObject({ status: 'approved', approvals: [{}, {}] });
    expect(await stage.outcomes()).toEqual(['done', 'done']);
  });

  it('twice is one request', async () => {
    await stage.propose();
    await stage.press(APPROVE);
    world.sent.push(...world.sent);
    await world.work();
    expect((await stage.load())?.approvals).toHaveLength(1);
    expect(await stage.outcomes()).toEqual(['done']);
  });
});
