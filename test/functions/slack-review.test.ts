import { findingId, type Remediation } from '@podguard/core';
import { createReview } from '@podguard/remediate/review';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remediationOf, verifiedOf } from '../notify/remediations.ts';
import { buttonsOf, headOf, textOf } from '../notify/slack-stage.ts';
import { NOOR, REASON, SAM } from './act-stage.ts';
import { type ActWorld, openActWorld, type Who } from './act-world.ts';
import { KEY, RULE } from './slack-world.ts';

const FINDING = findingId(RULE, KEY);
const ID = 'rm-4k7q2m9x1c3d';
const APPROVE = 'podguard.approve';
const REJECT = 'podguard.reject';

let world: ActWorld;
const both = { users: [NOOR.id, SAM.id] };
beforeEach(() => begin());
afterEach(() => world.close());

async function begin(who: Who = both, modes?: Readonly<Record<string, string>>): Promise<void> {
  world = await openActWorld(who, modes);
  world.clock.now = Date.parse('2026-03-12T08:00:00Z');
}

const load = () => world.state.loadRemediation(ID);
const seconds = () => Math.floor(world.clock.now / 1000);
const plan = () => world.slack.roots().at(-1)!;
const press = (action: string, by = NOOR, message = plan()) =>
  world.slack.press({ url: world.url, message, action, by }, { timestamp: seconds() });

/** A remediation that is kept, and told in the channel. */
async function propose(more: Partial<Remediation> = {}): Promise<Remediation> {
  const remediation = remediationOf({ finding: FINDING, key: KEY, rule: RULE, ...more });
  await world.state.saveRemediation(remediation);
  await world.tell({ kind: 'remediation', remediation, finding: null });
  return remediation;
}

/** Tells what is kept of it by now, as whoever goes on with it does. */
async function tellNow(): Promise<void> {
  await world.tell({ kind: 'remediation', remediation: (await load())!, finding: null });
}

async function reject(by = NOOR, reason = REASON) {
  await press(REJECT, by);
  const view = world.slack.workspace.views.at(-1)!.id;
  const values = { reason: { reason } };
  return world.slack.submit({ url: world.url, view, by, values }, { timestamp: seconds() });
}

const whispers = () => world.slack.workspace.ephemerals.map(({ user, text }) => `${user}: ${text}`);
const outcomes = async () => (await world.state.listActions(10)).map(({ outcome }) => outcome);

describe('who may approve, and presses the button,', () => {
  it('approves that plan: it is on record, goes on, and the thread hears of it', async () => {
    await propose();
    expect((await press(APPROVE)).status).toBe(200);
    expect((await world.work()).size).toBe(0);
    expect(await load()).toMatchObject({
      status: 'approved',
      approvals: [{ by: 'noor (slack U01234567)', at: '2026-03-12T08:00:00.000Z' }],
    });
    expect(world.proceeding).toEqual([ID]);
    expect(world.slack.replies(plan().ts).map(({ text }) => text)).toEqual([
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
    await begin(both, { [RULE]: 'shadow' });
    const { planHash } = await propose({ mode: 'manual' });
    await press(APPROVE);
    await world.work();
    expect(world.slack.replies(plan().ts).map(({ text }) => text)).toEqual([
      `Approved by <@U01234567>: ${ID} is approved, and not applied by the service, which has no right to: podguard remediations approve ${ID} --plan ${planHash} --apply.`,
    ]);
  });

  it('sees no buttons any more, at once and once it was applied', async () => {
    const remediation = await propose();
    await press(APPROVE);
    await world.work();
    expect(headOf(plan())).toContain('Remediation approved');
    expect(buttonsOf(plan())).toEqual([]);
    await world.tell({ kind: 'remediation', remediation: verifiedOf(remediation), finding: null });
    expect(headOf(plan())).toContain('✅ Remediated');
    expect(buttonsOf(plan())).toEqual([]);
  });

  it('twice hears that it is done already, and one approval is kept', async () => {
    await propose();
    await press(APPROVE);
    world.clock.now += 1_000;
    await press(APPROVE);
    await world.work();
    expect((await load())?.approvals).toHaveLength(1);
    expect(whispers()).toEqual([
      `U01234567: Approving remediation ${ID} of ${FINDING} changed nothing: you did that before, and it is approved now.`,
    ]);
  });

  it('hears that it is too late after the proposal expired', async () => {
    await propose();
    world.clock.now = Date.parse('2026-03-14T08:00:00Z');
    await press(APPROVE);
    await world.work();
    expect(await load()).toMatchObject({ status: 'expired', approvals: [] });
    expect(whispers()[0]).toMatch(/changed nothing: it has expired, and nothing was done\.$/);
    expect(world.proceeding).toEqual([ID]);
  });

  it('hears that somebody rejected it meanwhile', async () => {
    await propose();
    await press(APPROVE, SAM);
    world.clock.now += 1;
    const [late] = world.sent.splice(0);
    await reject();
    await world.work();
    world.sent.push(late!);
    await world.work();
    expect(await load()).toMatchObject({ status: 'rejected', approvals: [] });
    expect(whispers().at(-1)).toMatch(/^U07654321: Approving .* changed nothing: it is rejected already\.$/);
  });
});

describe('where two people are needed', () => {
  it('the first approval waits for another, and the second goes on', async () => {
    await propose({ approvalsNeeded: 2 });
    await press(APPROVE);
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed' });
    await tellNow();
    expect(buttonsOf(plan())).toEqual([APPROVE, REJECT]);
    await press(APPROVE, SAM);
    await world.work();
    expect(await load()).toMatchObject({ status: 'approved' });
    expect((await load())?.approvals.map(({ by }) => by)).toEqual([
      'noor (slack U01234567)',
      'sam (slack U07654321)',
    ]);
  });

  it('the first is told once in the thread, as a turn, and whoever pressed hears what is left', async () => {
    await propose({ approvalsNeeded: 2 });
    await press(APPROVE);
    await world.work();
    await tellNow();
    const replies = world.slack.replies(plan().ts).map(textOf);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain('Approved 2026-03-12 08:00:00 UTC by noor (slack U01234567): 1 more needed');
    expect(whispers()).toEqual([
      `U01234567: Done: remediation ${ID} of ${FINDING} is approved; 1 more person has to approve it.`,
    ]);
    await press(APPROVE, SAM);
    await world.work();
    expect(world.slack.replies(plan().ts).at(-1)!.text).toMatch(
      /^Approved by <@U07654321>: .* is approved, /,
    );
  });

  it('who approved by command and who does so in Slack may be one: a second one of either way is needed', async () => {
    const { planHash } = await propose({ approvalsNeeded: 2 });
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock.now) });
    await approve(ID, 'arn:aws:iam::111122223333:user/noor', planHash);
    await press(APPROVE);
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed', approvals: [{}, {}] });
    expect(headOf(plan())).toContain('Remediation proposed');
    expect(buttonsOf(plan())).toEqual([APPROVE, REJECT]);
    expect(textOf(plan())).toContain(
      '1 more needed, since who approved in Slack, as an IAM user, by IAM Identity Center or by a role may be one person',
    );
    expect(whispers().at(-1)).toMatch(
      /approved; 1 more person has to approve it, since who approved in Slack, .* may be one person: somebody else approves it, too\.$/,
    );
    await press(APPROVE, SAM);
    await world.work();
    expect(await load()).toMatchObject({ status: 'approved' });
  });

  it('who decide at the same time see in the end what is so, whoever is slower', async () => {
    const remediation = await propose({ approvalsNeeded: 2 });
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock.now) });
    await press(APPROVE);
    // While the first is being shown the second approves, and shows it.
    world.showing.push(async () => {
      await approve(ID, 'sam (slack U07654321)', remediation.planHash);
    });
    await world.work();
    expect(await load()).toMatchObject({ status: 'approved' });
    expect(headOf(plan())).toContain('Remediation approved');
    expect(buttonsOf(plan())).toEqual([]);
  });

  it('the same person is one, whatever they are called by then', async () => {
    await propose({ approvalsNeeded: 2 });
    await press(APPROVE);
    await world.work();
    for (const name of ['Noor', 'noor (slack U09999999)', 'sam']) {
      world.clock.now += 1_000;
      await press(APPROVE, { ...NOOR, name });
    }
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed', approvals: [{ by: 'noor (slack U01234567)' }] });
    expect(whispers()).toHaveLength(4);
    expect(whispers()[1]).toMatch(/you approved it before, and somebody else has to approve it, too\.$/);
  });
});

describe('Reject', () => {
  it('asks why, and says so to all who see the plan', async () => {
    await propose();
    await press(REJECT);
    const { view } = world.slack.workspace.views.at(-1)!;
    expect(view.title.text).toBe('Reject remediation');
    expect(JSON.stringify(view.blocks)).toContain(`${ID}, for ${FINDING}`);
    expect(world.sent).toEqual([]);
    await reject();
    await world.work();
    expect(await load()).toMatchObject({ status: 'rejected' });
    expect((await load())?.history.at(-1)).toMatchObject({ by: 'noor (slack U01234567)', note: REASON });
    expect(world.proceeding).toEqual([ID]);
    expect(whispers()).toEqual([`U01234567: Done: remediation ${ID} of ${FINDING} is rejected.`]);
    await tellNow();
    expect(headOf(plan())).toContain('Remediation rejected');
    expect(JSON.stringify(world.slack.replies(plan().ts).at(-1)!.blocks)).toContain(REASON);
  });

  it('after somebody else rejected it says that it is so, and not that they did', async () => {
    await propose();
    const message = plan();
    const views: string[] = [];
    for (const by of [NOOR, SAM]) {
      world.clock.now += 1_000;
      await press(REJECT, by, message);
      views.push(world.slack.workspace.views.at(-1)!.id);
    }
    for (const [at, by] of [NOOR, SAM, NOOR].entries()) {
      world.clock.now += 1_000;
      const values = { reason: { reason: `${REASON} ${by.name}` } };
      const view = views[at % 2]!;
      await world.slack.submit({ url: world.url, view, by, values }, { timestamp: seconds() });
    }
    await world.work();
    expect((await load())?.history.at(-1)).toMatchObject({ by: 'noor (slack U01234567)' });
    expect(whispers()[1]).toMatch(/^U07654321: Rejecting .* changed nothing: it is rejected already\.$/);
  });

  it('wants a reason of some length, whatever the client let through', async () => {
    await propose();
    for (const reason of ['no', 'x'.repeat(501), ' '.repeat(20)]) {
      const { text } = await reject(NOOR, reason);
      expect(JSON.parse(text)).toEqual({
        response_action: 'errors',
        errors: { reason: 'Give a reason of 10 to 500 characters.' },
      });
    }
    expect(world.sent).toEqual([]);
  });

  it('that the queue does not take says so in the dialog', async () => {
    await propose();
    await press(REJECT);
    world.broken.add('queue');
    const { text } = await reject();
    expect(JSON.parse(text)).toMatchObject({ errors: { reason: expect.stringContaining('Try again') } });
  });
});

describe('who may not', () => {
  it('is refused, hears so, and is on record; nothing goes on', async () => {
    await world.close();
    await begin({ users: [SAM.id] });
    await propose();
    await press(APPROVE);
    await reject();
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed', approvals: [] });
    expect(world.proceeding).toEqual([]);
    expect(await outcomes()).toEqual(['refused', 'refused']);
    expect(whispers()[0]).toMatch(
      /Approving remediation .* was refused: only people whom the configuration names/,
    );
  });

  it('are those who may acknowledge, where others are named for remediations', async () => {
    await world.close();
    await begin({ users: [NOOR.id], approvers: { users: [SAM.id], groups: [] } });
    await propose();
    await press(APPROVE);
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed' });
    await press(APPROVE, SAM);
    await world.work();
    expect(await load()).toMatchObject({ status: 'approved' });
    await world.open();
    await press('podguard.acknowledge', SAM, world.slack.roots().at(-1)!);
    await press('podguard.acknowledge', NOOR, world.slack.roots().at(-1)!);
    await world.work();
    expect((await outcomes()).toSorted()).toEqual(['done', 'done', 'refused', 'refused']);
  });

  it('is decided by the members of a group that is named for remediations', async () => {
    await world.close();
    await begin({ approvers: { users: [], groups: ['S01234567'] } });
    world.slack.workspace.groups.set('S01234567', [NOOR.id]);
    await propose();
    await press(APPROVE);
    await world.work();
    expect(await load()).toMatchObject({ status: 'approved' });
  });
});

describe('a button', () => {
  it('of another plan than the one that would be done now does nothing', async () => {
    const remediation = await propose();
    await press(APPROVE);
    await world.state.saveRemediation({ ...remediation, version: 2, planHash: 'another' });
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed', approvals: [] });
    expect(whispers()[0]).toMatch(/what would be done is another plan now: look at that one\.$/);
    expect(world.proceeding).toEqual([]);
  });

  it('of a remediation that nobody knows does nothing', async () => {
    await world.tell({
      kind: 'remediation',
      remediation: remediationOf({ finding: FINDING, key: KEY, rule: RULE }),
      finding: null,
    });
    await press(APPROVE);
    await world.work();
    expect(whispers()[0]).toMatch(/nothing is known of that remediation any more\.$/);
    expect(await outcomes()).toEqual(['nothing-to-do']);
  });

  it('that names another finding than its remediation is refused', async () => {
    const remediation = await propose();
    await press(APPROVE);
    await world.state.saveRemediation({ ...remediation, version: 2, rule: 'other' });
    await world.work();
    expect(await load()).toMatchObject({ status: 'proposed' });
    expect(await outcomes()).toEqual(['refused']);
  });

  it('with a value that is none of ours is no request', async () => {
    await propose();
    const message = plan();
    for (const value of ['', '{}', '[]', '{"v":1}', 'x'.repeat(3_000), '{"v":1,"remediation":7}']) {
      const blocks = JSON.parse(JSON.stringify(message.blocks)) as typeof message.blocks;
      for (const block of blocks)
        if (block.type === 'actions') for (const one of block.elements) Object.assign(one, { value });
      expect((await press(APPROVE, NOOR, { ...message, blocks })).status).toBe(200);
    }
    expect(world.sent).toEqual([]);
  });
});

it('a decision that Slack does not show goes on nevertheless, and the log says so', async () => {
  await propose();
  await press(APPROVE);
  world.slack.moodsOf('chat.update').push('error');
  expect((await world.work()).size).toBe(0);
  expect(await load()).toMatchObject({ status: 'approved' });
  expect(world.proceeding).toEqual([ID]);
  expect(world.notices).toMatchObject([
    { what: `showing in channel ${world.slack.channel} what was decided about ${ID}` },
  ]);
});

it('a message that shows what came of it later is not set back by a decision that is handed out again', async () => {
  const remediation = await propose();
  await press(APPROVE);
  world.faults.push({ what: 'recordAction', when: 'before' });
  await world.work();
  await world.tell({ kind: 'remediation', remediation: verifiedOf(remediation), finding: null });
  await world.work(2);
  expect(headOf(plan())).toContain('✅ Remediated');
});

describe('a request that comes again', () => {
  it.for([
    ['loadAction', 'before'],
    ['recordAction', 'before'],
    ['recordAction', 'after'],
    ['saveRemediation', 'before'],
    ['saveRemediation', 'after'],
  ] as const)('after %s failed %s it was done approves once and goes on', async ([what, when]) => {
    await propose();
    world.faults.push({ what, when });
    await press(APPROVE);
    expect((await world.work()).size).toBe(1);
    expect((await world.work(2)).size).toBe(0);
    expect(await load()).toMatchObject({ status: 'approved' });
    expect((await load())?.approvals).toHaveLength(1);
    expect(world.proceeding).toContain(ID);
    expect(await world.state.listActions(10)).toMatchObject([{ outcome: 'done', told: true }]);
    expect(world.slack.replies(plan().ts).map(({ text }) => text)).toEqual([
      `Approved by <@U01234567>: ${ID} is approved, and is applied now if all guards still say yes.`,
    ]);
    expect(whispers()).toEqual([]);
  });

  it.for(['recordAction', 'saveRemediation'] as const)(
    'after %s failed rejects once, and says so',
    async (what) => {
      await propose();
      world.faults.push({ what, when: what === 'recordAction' ? 'before' : 'after' });
      await reject();
      expect((await world.work()).size).toBe(1);
      world.clock.now += 360_000;
      expect((await world.work(2)).size).toBe(0);
      expect((await load())?.history.map(({ status }) => status)).toEqual(['proposed', 'rejected']);
      expect(await outcomes()).toEqual(['done']);
      expect(whispers()).toEqual([`U01234567: Done: remediation ${ID} of ${FINDING} is rejected.`]);
    },
  );

  it('of the first of two, after the second has approved, is done, too', async () => {
    await propose({ approvalsNeeded: 2 });
    world.faults.push({ what: 'recordAction', when: 'before' });
    await press(APPROVE);
    await world.work();
    const again = world.sent.splice(0);
    await press(APPROVE, SAM);
    await world.work();
    world.sent.push(...again);
    await world.work(2);
    expect(await load()).toMatchObject({ status: 'approved', approvals: [{}, {}] });
    expect(await outcomes()).toEqual(['done', 'done']);
  });

  it('twice is one request', async () => {
    await propose();
    await press(APPROVE);
    world.sent.push(...world.sent);
    await world.work();
    expect((await load())?.approvals).toHaveLength(1);
    expect(await outcomes()).toEqual(['done']);
  });
});
