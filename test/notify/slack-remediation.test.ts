import { type JsonValue, ServiceError } from '@podguard/core';
import { parseReviewValue, SLACK_ACTIONS } from '@podguard/notify/slack';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf } from '../support/slack-server/alerts.ts';
import { blockErrors, isTooLong } from '../support/slack-server/block-kit.ts';
import { HOSTILE } from '../support/slack-server/hostile.ts';
import { afterTurns, NOOR, planOf, remediationOf, shadowReportOf, verifiedOf } from './remediations.ts';
import { buttonsOf, dyingAt, headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const opened = transitionOf();
const { finding } = opened;
const proposed = remediationOf();
const tell = (remediation = proposed, deps = {}) =>
  stage.create(deps).send({ kind: 'remediation', remediation, finding });
const texts = (ts: string) => stage.slack.replies(ts).map(textOf);

/** The finding was told, then the proposal. */
async function propose(): Promise<string> {
  await stage.send(opened);
  await tell();
  return stage.slack.roots()[0]!.ts;
}

describe('a proposal in Slack', () => {
  it("is in the finding's thread, shown in the channel, too, and has the whole plan", async () => {
    const [reply, ...others] = stage.slack.replies(await propose());
    expect(others).toEqual([]);
    expect(reply!.broadcast).toBe(true);
    expect(headOf(reply!)).toBe(
      '🔴 Remediation proposed: Narrow the trust policy of role shop to shop/checkout',
    );
    const text = textOf(reply!);
    expect(text).toContain('Target  iam-role shop, account 111122223333, us-east-1');
    expect(text).toContain('Replace the trust policy of role shop (iam:UpdateAssumeRolePolicy, us-east-1)');
    expect(text).toContain('"StringLike": {');
    expect(text).toContain('What it may breakPods of other service accounts');
    expect(text).toContain('Approved by  1 person needed');
    expect(text).toContain('Until  2026-03-13 07:02:10 UTC');
  });

  it('shows no change that somebody wrote into the name of what is changed', async () => {
    const name = 'clientIds x\ntrust:\n- "Principal": "*"';
    await tell(remediationOf({ plan: planOf({ fields: [{ name, before: true, after: null }] }) }));
    const text = textOf(stage.slack.roots()[0]!);
    expect(text).toContain('clientIds x\\u000atrust:\\u000a- "Principal": "*":');
    expect(text).not.toMatch(/^- "Principal"/m);
  });

  it('has one line for a lock screen', async () => {
    const [reply] = stage.slack.replies(await propose());
    expect(reply!.text).toBe('Remediation proposed: Narrow the trust policy of role shop to shop/checkout');
  });

  it('has buttons that name this very plan, and Approve asks once more', async () => {
    const [reply] = stage.slack.replies(await propose());
    expect(buttonsOf(reply!)).toEqual([SLACK_ACTIONS.approve, SLACK_ACTIONS.reject]);
    const [approve, reject] = reply!.blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []));
    for (const button of [approve, reject])
      expect(parseReviewValue(button!.value ?? '')).toEqual({
        ...{ remediation: proposed.id, planHash: proposed.planHash },
        ...{ finding: finding.id, key: finding.resource.key, rule: finding.rule },
      });
    expect(approve!.confirm?.text.text).toBe(
      'Narrow the trust policy of role shop to shop/checkout. It may break: Pods of other service accounts that use the role today lose it within an hour',
    );
    expect(reject!.confirm).toBeUndefined();
  });

  it('that two people have to approve says so where somebody approves', async () => {
    await tell(remediationOf({ approvalsNeeded: 2 }));
    const [message] = stage.slack.roots();
    expect(textOf(message!)).toContain('Approved by  2 different people needed');
    const [approve] = message!.blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []));
    expect(approve!.confirm?.text.text).toContain('1 more person has to approve it.');
  });

  it('has no buttons where nobody listens to them, nor where there is no plan', async () => {
    await tell(proposed, { actions: false });
    await tell(remediationOf({ id: 'rm-2', plan: null }));
    expect(stage.slack.roots().map(buttonsOf)).toEqual([[], []]);
  });

  it('of a finding that was not told here, or whose message was deleted, is a message of its own', async () => {
    await tell();
    await stage.send(opened);
    const [, root] = stage.slack.roots();
    stage.slack.remove(root!.ts);
    await tell(remediationOf({ id: 'rm-2' }));
    expect(stage.slack.roots().map(headOf)).toEqual([
      expect.stringContaining('Remediation proposed'),
      expect.stringContaining('Remediation proposed'),
    ]);
  });

  it('told again posts nothing', async () => {
    const ts = await propose();
    await tell();
    await tell({ ...proposed, version: 2, told: { turns: 1, foreign: 0 } });
    expect(stage.slack.replies(ts)).toHaveLength(1);
  });
});

describe('what became of a proposal', () => {
  it('is shown in its message, whose buttons go, and told in the thread', async () => {
    const ts = await propose();
    await tell(verifiedOf());
    const [plan, result] = stage.slack.replies(ts);
    expect(headOf(plan!)).toBe('✅ Remediated: Narrow the trust policy of role shop to shop/checkout');
    expect(buttonsOf(plan!)).toEqual([]);
    expect(textOf(plan!)).toContain(`Approved 2026-03-12 07:11:30 UTC by ${NOOR}`);
    expect(textOf(plan!)).toContain(`podguard rollback ${proposed.id}`);
    expect(textOf(result!)).toMatch(
      /^✅ Applied and verified 2026-03-12 07:13:30 UTC by podguard: the role is as planned/,
    );
    expect(textOf(result!)).toContain(`Approved 2026-03-12 07:11:30 UTC by ${NOOR}`);
    expect(textOf(result!)).not.toContain('Proposed');
    expect(result!.broadcast).toBe(false);
  });

  it.for([
    ['rejected', 'Remediation rejected', 'the vendor needs it', false],
    ['expired', 'Remediation expired', 'nobody approved it', false],
    ['failed', 'Remediation failed', 'trust is not as planned', true],
    ['undone', 'Remediation undone', 'as it was before', false],
  ] as const)('is told when it is %s, with why', async ([status, headline, note, broadcast]) => {
    const ts = await propose();
    await tell(afterTurns(proposed, [{ status, by: 'kofi', note }]));
    const [plan, result] = stage.slack.replies(ts);
    expect(headOf(plan!)).toContain(`${headline}: Narrow`);
    expect(buttonsOf(plan!)).toEqual([]);
    expect(textOf(result!)).toContain(`by kofi: ${note}`);
    expect(result!.broadcast).toBe(broadcast);
  });

  it.for([
    ['AccessDenied; nothing was changed', { unchanged: 'refused' }, false],
    ['the call failed; httpTokens is as planned', {}, true],
  ] as const)('that failed with "%s" offers to undo it: %s', async ([note, left, isOffered]) => {
    await propose();
    await tell(
      afterTurns(proposed, [{ status: 'failed', by: 'podguard', note }], {
        applied: { ...verifiedOf().applied!, ...left },
      }),
    );
    const [plan] = stage.slack.replies(stage.slack.roots()[0]!.ts);
    expect(textOf(plan!).includes(`podguard rollback ${proposed.id}`)).toBe(isOffered);
  });

  it('that could not be undone says so', async () => {
    const ts = await propose();
    const turns = [
      { status: 'undoing', by: NOOR, note: 'undoing it' },
      { status: 'failed', by: NOOR, note: 'it could not be undone: AccessDenied' },
    ] as const;
    await tell(afterTurns(verifiedOf(), turns, { undone: verifiedOf().applied }));
    const [plan] = stage.slack.replies(ts);
    expect(headOf(plan!)).toContain('Undoing failed: Narrow');
    expect(textOf(plan!)).toContain(`podguard rollback ${proposed.id}`);
  });

  it('keeps the buttons while another person has to approve it, and says who did', async () => {
    const two = remediationOf({ approvalsNeeded: 2 });
    await stage.send(opened);
    await tell(two);
    const turn = { status: 'proposed', by: NOOR, note: 'approved; 1 more needed' } as const;
    const approvals = [{ by: NOOR, at: '2026-03-12T07:11:30.000Z' }];
    await tell(afterTurns(two, [turn], { approvals }));
    const [plan, result] = stage.slack.replies(stage.slack.roots()[0]!.ts);
    expect(buttonsOf(plan!)).toHaveLength(2);
    expect(textOf(plan!)).toContain(`Approved by  ${NOOR}; 1 more needed`);
    expect(textOf(result!)).toContain(`Approved 2026-03-12 07:11:30 UTC by ${NOOR}: 1 more needed`);
  });

  it('shows a foreign change to the whole channel, though all else went well', async () => {
    const ts = await propose();
    await tell(verifiedOf());
    const by = 'arn:aws:iam::111122223333:role/deployer/kofi';
    const change = {
      eventId: 'event-7',
      eventName: 'UpdateAssumeRolePolicy',
      at: '2026-03-12T07:12:30Z',
      by,
    };
    await tell({ ...verifiedOf(), foreign: [change] });
    const [plan, , last] = stage.slack.replies(ts);
    expect(textOf(plan!)).toContain(`Foreign change: ${by} changed it by UpdateAssumeRolePolicy`);
    expect(textOf(last!)).toMatch(/^✅ Foreign change: arn:aws:iam/);
    expect(last!.broadcast).toBe(true);
  });

  it('that comes late does not bring the buttons back', async () => {
    const ts = await propose();
    await tell(verifiedOf());
    const before = stage.slack.calls.length;
    await tell(proposed);
    expect(stage.slack.calls).toHaveLength(before);
    expect(buttonsOf(stage.slack.replies(ts)[0]!)).toEqual([]);
  });

  it('is a message of its own where somebody deleted the plan', async () => {
    await tell();
    const [plan] = stage.slack.roots();
    stage.slack.remove(plan!.ts);
    await tell(verifiedOf());
    expect(stage.slack.roots().map(headOf)).toEqual([expect.stringContaining('✅ Remediated')]);
  });

  it('is told in the thread where the workspace does not let messages be edited so late', async () => {
    const ts = await propose();
    stage.slack.moodsOf('chat.update').push({ refused: 'edit_window_closed' });
    await tell(verifiedOf());
    expect(texts(ts).at(-1)).toContain('Applied and verified');
  });

  it('that Slack did not take fails as something to be sent again, and is then told once', async () => {
    const ts = await propose();
    stage.slack.moodsOf('chat.postMessage').push('error');
    const failure = await tell(verifiedOf()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ code: 'channel-unreachable', retryable: true });
    await tell(verifiedOf());
    expect(texts(ts)).toHaveLength(2);
  });

  it('is told at least once wherever a process dies, and the message shows it in the end', async () => {
    for (let call = 1; call <= 4; call += 1) {
      stage.slack.reset();
      const fresh = await openSlackStage();
      await fresh.send(opened);
      await fresh.create().send({ kind: 'remediation', remediation: proposed, finding });
      const alert = { kind: 'remediation', remediation: verifiedOf(), finding } as const;
      await fresh
        .create({ state: dyingAt(fresh.state, call) })
        .send(alert)
        .catch(() => undefined);
      await fresh.create().send(alert);
      const [plan, ...results] = fresh.slack.replies(fresh.slack.roots()[0]!.ts);
      expect(headOf(plan!)).toContain('✅ Remediated');
      expect(results.length).toBeGreaterThanOrEqual(1);
      await fresh.close();
    }
  });
});

describe('what Slack takes', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 5_000 }), fc.constantFrom(...HOSTILE));
  const texts = fc.array(text, { maxLength: 30 });

  it('is every plan, however long, and no word of it is markup', async () => {
    const plan = fc.record({
      summary: text,
      mayBreak: texts,
      facts: texts,
      fields: fc.array(
        fc.record({ name: text, before: fc.jsonValue() as fc.Arbitrary<JsonValue>, after: text }),
        {
          maxLength: 20,
        },
      ),
      steps: fc.array(fc.record({ action: text, region: text, input: fc.constant({}), words: text }), {
        maxLength: 20,
      }),
    });
    await fc.assert(
      fc.asyncProperty(plan, text, async (some, note) => {
        stage.slack.reset();
        const turns = [{ status: 'failed', by: note, note }] as const;
        const remediation = afterTurns(remediationOf({ id: note || '-', plan: planOf(some) }), turns);
        const fresh = `prop-${fresher++}`;
        await tell(remediation, { name: fresh });
        await tell(
          { ...remediation, foreign: [{ eventId: note, eventName: note, at: note, by: note }] },
          { name: fresh },
        );
        for (const { blocks } of stage.slack.workspace.messages) {
          expect(blockErrors(blocks)).toEqual([]);
          expect(isTooLong(blocks)).toBe(false);
        }
        for (const message of stage.slack.workspace.messages) {
          expect(message.text).not.toMatch(/<[!@#]/);
          expect(JSON.stringify(message.blocks)).not.toContain('"mrkdwn","text":"<!');
        }
      }),
      { numRuns: 60 },
    );
  });
});
let fresher = 0;

it('a report of shadow mode is one message, once', async () => {
  for (const _ of [1, 2]) await stage.create().send({ kind: 'shadow-report', report: shadowReportOf() });
  const [message, ...others] = stage.slack.roots();
  expect(others).toEqual([]);
  expect(headOf(message!)).toBe(
    'Shadow mode of irsa-subject-unrestricted: auto would have remediated 6 of 9, and only proposed 1',
  );
  expect(textOf(message!)).toContain('2 by not-protected');
});

it('an alert about the finding afterwards still finds its message', async () => {
  const ts = await propose();
  await tell(verifiedOf());
  const ended = transitionOf({ type: 'resolved', eventId: 'event-9', at: '2026-03-12T07:12:31Z' });
  await stage.create().send(alertOf({ ...ended, finding: { ...ended.finding, id: finding.id } }));
  expect(stage.slack.roots()).toHaveLength(1);
  expect(texts(ts).at(-1)).toContain('Resolved, was critical');
});
