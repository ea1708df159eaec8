import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headOf } from '../notify/slack-stage.ts';
import { NOOR, REASON, SAM } from './act-stage.ts';
import { APPROVE, FINDING, ID, openReviewStage, REJECT, type ReviewStage } from './review-stage.ts';

let stage: ReviewStage;
let world: ReviewStage['world'];
async function begin(...given: Parameters<typeof openReviewStage>): Promise<void> {
  stage = await openReviewStage(...given);
  world = stage.world;
}
beforeEach(() => begin());
afterEach(() => world.close());

describe('Reject', () => {
  it('asks why, and says so to all who see the plan', async () => {
    await stage.propose();
    await stage.press(REJECT);
    const { view } = world.slack.workspace.views.at(-1)!;
    expect(view.title.text).toBe('Reject remediation');
    expect(JSON.stringify(view.blocks)).toContain(`${ID}, for ${FINDING}`);
    expect(world.sent).toEqual([]);
    await stage.reject();
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'rejected' });
    expect((await stage.load())?.history.at(-1)).toMatchObject({
      by: 'noor (slack U01234567)',
      note: REASON,
    });
    expect(world.proceeding).toEqual([ID]);
    expect(stage.whispers()).toEqual([`U01234567: Done: remediation ${ID} of ${FINDING} is rejected.`]);
    await stage.tellNow();
    expect(headOf(stage.plan())).toContain('Remediation rejected');
    expect(JSON.stringify(world.slack.replies(stage.plan().ts).at(-1)!.blocks)).toContain(REASON);
  });

  it('after somebody else rejected it says that it is so, and not that they did', async () => {
    await stage.propose();
    const message = stage.plan();
    const views: string[] = [];
    for (const by of [NOOR, SAM]) {
      world.clock.now += 1_000;
      await stage.press(REJECT, by, message);
      views.push(world.slack.workspace.views.at(-1)!.id);
    }
    for (const [at, by] of [NOOR, SAM, NOOR].entries()) {
      world.clock.now += 1_000;
      const values = { reason: { reason: `${REASON} ${by.name}` } };
      const view = views[at % 2]!;
      await world.slack.submit({ url: world.url, view, by, values }, { timestamp: stage.seconds() });
    }
    await world.work();
    expect((await stage.load())?.history.at(-1)).toMatchObject({ by: 'noor (slack U01234567)' });
    expect(stage.whispers()[1]).toMatch(
      /^U07654321: Rejecting .* changed nothing: it is rejected already\.$/,
    );
  });

  it('wants a reason of some length, whatever the client let through', async () => {
    await stage.propose();
    for (const reason of ['no', 'x'.repeat(501), ' '.repeat(20)]) {
      const { text } = await stage.reject(NOOR, reason);
      expect(JSON.parse(text)).toEqual({
        response_action: 'errors',
        errors: { reason: 'Give a reason of 10 to 500 characters.' },
      });
    }
    expect(world.sent).toEqual([]);
  });

  it('that the queue does not take says so in the dialog', async () => {
    await stage.propose();
    await stage.press(REJECT);
    world.broken.add('queue');
    const { text } = await stage.reject();
    expect(JSON.parse(text)).toMatchObject({ errors: { reason: expect.stringContaining('Try again') } });
  });
});

describe('who may not', () => {
  it('is refused, hears so, and is on record; nothing goes on', async () => {
    await world.close();
    await begin({ users: [SAM.id] });
    await stage.propose();
    await stage.press(APPROVE);
    await stage.reject();
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed', approvals: [] });
    expect(world.proceeding).toEqual([]);
    expect(await stage.outcomes()).toEqual(['refused', 'refused']);
    expect(stage.whispers()[0]).toMatch(
      /Approving remediation .* was refused: only people whom the configuration names/,
    );
  });

  it('are those who may acknowledge, where others are named for remediations', async () => {
    await world.close();
    await begin({ users: [NOOR.id], approvers: { users: [SAM.id], groups: [] } });
    await stage.propose();
    await stage.press(APPROVE);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed' });
    await stage.press(APPROVE, SAM);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'approved' });
    await world.open();
    await stage.press('podguard.acknowledge', SAM, world.slack.roots().at(-1)!);
    await stage.press('podguard.acknowledge', NOOR, world.slack.roots().at(-1)!);
    await world.work();
    expect((await stage.outcomes()).toSorted()).toEqual(['done', 'done', 'refused', 'refused']);
  });

  it('is decided by the members of a group that is named for remediations', async () => {
    await world.close();
    await begin({ approvers: { users: [], groups: ['S01234567'] } });
    world.slack.workspace.groups.set('S01234567', [NOOR.id]);
    await stage.propose();
    await stage.press(APPROVE);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'approved' });
  });
});
