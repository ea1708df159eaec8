import { createReview } from '@podguard/remediate/review';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remediationOf, verifiedOf } from '../notify/remediations.ts';
import { buttonsOf, headOf, textOf } from '../notify/slack-stage.ts';
import { NOOR, SAM } from './act-stage.ts';
import { APPROVE, FINDING, ID, openReviewStage, REJECT, type ReviewStage } from './review-stage.ts';
import { KEY, RULE } from './slack-world.ts';

let stage: ReviewStage;
let world: ReviewStage['world'];
async function begin(...given: Parameters<typeof openReviewStage>): Promise<void> {
  stage = await openReviewStage(...given);
  world = stage.world;
}
beforeEach(() => begin());
afterEach(() => world.close());

describe('who may approve, and presses the button,', () => {
  it('approves that plan: it is on record, goes on, and the thread hears of it', async () => {
    await stage.propose();
    expect((await stage.press(APPROVE)).status).toBe(200);
    expect((await world.work()).size).toBe(0);
    expect(await stage.load()).toMatchObject({
      status: 'approved',
      approvals: [{ by: 'noor (slack U01234567)', at: '2026-03-12T08:00:00.000Z' }],
    });
    expect(world.proceeding).toEqual([ID]);
    expect(world.slack.replies(stage.plan().ts).map(({ text }) => text)).toEqual([
      `Approved by <@U01234567>: ${ID} is approved, and is applied now if all guards still say yes.`,
    ]);
    expect(world.actions).toMatchObject([
      { kind: 'approve', remediation: ID, finding: FINDING, outcome: 'done', by: 'noor (slack U01234567)' },
    ]);
    expect(await world.state.listActions(10)).toMatchObject([
      { kind: 'approve', remediation: ID, told: true },
    ]);
  });

  it('hears by which command it is applied, where the service has no right to', async () => {
    await world.close();
    await begin({ users: [NOOR.id, SAM.id] }, { [RULE]: 'shadow' });
    const { planHash } = await stage.propose({ mode: 'manual' });
    await stage.press(APPROVE);
    await world.work();
    expect(world.slack.replies(stage.plan().ts).map(({ text }) => text)).toEqual([
      `Approved by <@U01234567>: ${ID} is approved, and not applied by the service, which has no right to: podguard remediations approve ${ID} --plan ${planHash} --apply.`,
    ]);
  });

  it('sees no buttons any more, at once and once it was applied', async () => {
    const remediation = await stage.propose();
    await stage.press(APPROVE);
    await world.work();
    expect(headOf(stage.plan())).toContain('Remediation approved');
    expect(buttonsOf(stage.plan())).toEqual([]);
    await world.tell({ kind: 'remediation', remediation: verifiedOf(remediation), finding: null });
    expect(headOf(stage.plan())).toContain('✅ Remediated');
    expect(buttonsOf(stage.plan())).toEqual([]);
  });

  it('twice hears that it is done already, and one approval is kept', async () => {
    await stage.propose();
    await stage.press(APPROVE);
    world.clock.now += 1_000;
    await stage.press(APPROVE);
    await world.work();
    expect((await stage.load())?.approvals).toHaveLength(1);
    expect(stage.whispers()).toEqual([
      `U01234567: Approving remediation ${ID} of ${FINDING} changed nothing: you did that before, and it is approved now.`,
    ]);
  });

  it('hears that it is too late after the proposal expired', async () => {
    await stage.propose();
    world.clock.now = Date.parse('2026-03-14T08:00:00Z');
    await stage.press(APPROVE);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'expired', approvals: [] });
    expect(stage.whispers()[0]).toMatch(/changed nothing: it has expired, and nothing was done\.$/);
    expect(world.proceeding).toEqual([ID]);
  });

  it('hears that somebody rejected it meanwhile', async () => {
    await stage.propose();
    await stage.press(APPROVE, SAM);
    world.clock.now += 1;
    const [late] = world.sent.splice(0);
    await stage.reject();
    await world.work();
    world.sent.push(late!);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'rejected', approvals: [] });
    expect(stage.whispers().at(-1)).toMatch(
      /^U07654321: Approving .* changed nothing: it is rejected already\.$/,
    );
  });
});

describe('where two people are needed', () => {
  it('the first approval waits for another, and the second goes on', async () => {
    await stage.propose({ approvalsNeeded: 2 });
    await stage.press(APPROVE);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed' });
    await stage.tellNow();
    expect(buttonsOf(stage.plan())).toEqual([APPROVE, REJECT]);
    await stage.press(APPROVE, SAM);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'approved' });
    expect((await stage.load())?.approvals.map(({ by }) => by)).toEqual([
      'noor (slack U01234567)',
      'sam (slack U07654321)',
    ]);
  });

  it('the first is told once in the thread, as a turn, and whoever pressed hears what is left', async () => {
    await stage.propose({ approvalsNeeded: 2 });
    await stage.press(APPROVE);
    await world.work();
    await stage.tellNow();
    const replies = world.slack.replies(stage.plan().ts).map(textOf);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain('Approved 2026-03-12 08:00:00 UTC by noor (slack U01234567): 1 more needed');
    expect(stage.whispers()).toEqual([
      `U01234567: Done: remediation ${ID} of ${FINDING} is approved; 1 more person has to approve it.`,
    ]);
    await stage.press(APPROVE, SAM);
    await world.work();
    expect(world.slack.replies(stage.plan().ts).at(-1)!.text).toMatch(
      /^Approved by <@U07654321>: .* is approved, /,
    );
  });

  it('who approved by command and who does so in Slack may be one: a second one of either way is needed', async () => {
    const { planHash } = await stage.propose({ approvalsNeeded: 2 });
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock.now) });
    await approve(ID, 'arn:aws:iam::111122223333:user/noor', planHash);
    await stage.press(APPROVE);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed', approvals: [{}, {}] });
    expect(headOf(stage.plan())).toContain('Remediation proposed');
    expect(buttonsOf(stage.plan())).toEqual([APPROVE, REJECT]);
    expect(textOf(stage.plan())).toContain(
      '1 more needed, since who approved in Slack, as an IAM user, by IAM Identity Center or by a role may be one person',
    );
    expect(stage.whispers().at(-1)).toMatch(
      /approved; 1 more person has to approve it, since who approved in Slack, .* may be one person: somebody else approves it, too\.$/,
    );
    await stage.press(APPROVE, SAM);
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'approved' });
  });

  it('who decide at the same time see in the end what is so, whoever is slower', async () => {
    const remediation = await stage.propose({ approvalsNeeded: 2 });
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock.now) });
    await stage.press(APPROVE);
    // While the first is being shown the second approves, and shows it.
    world.showing.push(async () => {
      await approve(ID, 'sam (slack U07654321)', remediation.planHash);
    });
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'approved' });
    expect(headOf(stage.plan())).toContain('Remediation approved');
    expect(buttonsOf(stage.plan())).toEqual([]);
  });

  it('the same person is one, whatever they are called by then', async () => {
    await stage.propose({ approvalsNeeded: 2 });
    await stage.press(APPROVE);
    await world.work();
    for (const name of ['Noor', 'noor (slack U09999999)', 'sam']) {
      world.clock.now += 1_000;
      await stage.press(APPROVE, { ...NOOR, name });
    }
    await world.work();
    expect(await stage.load()).toMatchObject({
      status: 'proposed',
      approvals: [{ by: 'noor (slack U01234567)' }],
    });
    expect(stage.whispers()).toHaveLength(4);
    expect(stage.whispers()[1]).toMatch(
      /you approved it before, and somebody else has to approve it, too\.$/,
    );
  });
});

describe('a button', () => {
  it('of another plan than the one that would be done now does nothing', async () => {
    const remediation = await stage.propose();
    await stage.press(APPROVE);
    await world.state.saveRemediation({ ...remediation, version: 2, planHash: 'another' });
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed', approvals: [] });
    expect(stage.whispers()[0]).toMatch(/what would be done is another plan now: look at that one\.$/);
    expect(world.proceeding).toEqual([]);
  });

  it('of a remediation that nobody knows does nothing', async () => {
    await world.tell({
      kind: 'remediation',
      remediation: remediationOf({ finding: FINDING, key: KEY, rule: RULE }),
      finding: null,
    });
    await stage.press(APPROVE);
    await world.work();
    expect(stage.whispers()[0]).toMatch(/nothing is known of that remediation any more\.$/);
    expect(await stage.outcomes()).toEqual(['nothing-to-do']);
  });

  it('that names another finding than its remediation is refused', async () => {
    const remediation = await stage.propose();
    await stage.press(APPROVE);
    await world.state.saveRemediation({ ...remediation, version: 2, rule: 'other' });
    await world.work();
    expect(await stage.load()).toMatchObject({ status: 'proposed' });
    expect(await stage.outcomes()).toEqual(['refused']);
  });

  it('with a value that is none of ours is no request', async () => {
    await stage.propose();
    const message = stage.plan();
    for (const value of ['', '{}', '[]', '{"v":1}', 'x'.repeat(3_000), '{"v":1,"remediation":7}']) {
      const blocks = JSON.parse(JSON.stringify(message.blocks)) as typeof message.blocks;
      for (const block of blocks)
        if (block.type === 'actions') for (const one of block.elements) Object.assign(one, { value });
      expect((await stage.press(APPROVE, NOOR, { ...message, blocks })).status).toBe(200);
    }
    expect(world.sent).toEqual([]);
  });
});
