import type { JsonValue } from '@podguard/core';
import { parseReviewValue, SLACK_ACTIONS } from '@podguard/notify/slack';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockErrors, isTooLong } from '../support/slack-server/block-kit.ts';
import { HOSTILE } from '../support/slack-server/hostile.ts';
import { afterTurns, planOf, remediationOf, shadowReportOf } from './remediations.ts';
import {
  finding,
  opened,
  openRemediationStage,
  proposed,
  type RemediationStage,
} from './slack-remediation-stage.ts';
import { buttonsOf, headOf, textOf } from './slack-stage.ts';

let stage: RemediationStage;
beforeEach(async () => {
  stage = await openRemediationStage();
});
afterEach(() => stage.close());

describe('a proposal in Slack', () => {
  it("is in the finding's thread, shown in the channel, too, and has the whole plan", async () => {
    const [reply, ...others] = stage.slack.replies(await stage.propose());
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
    await stage.tell(remediationOf({ plan: planOf({ fields: [{ name, before: true, after: null }] }) }));
    const text = textOf(stage.slack.roots()[0]!);
    expect(text).toContain('clientIds x\\u000atrust:\\u000a- "Principal": "*":');
    expect(text).not.toMatch(/^- "Principal"/m);
  });

  it('has one line for a lock screen', async () => {
    const [reply] = stage.slack.replies(await stage.propose());
    expect(reply!.text).toBe('Remediation proposed: Narrow the trust policy of role shop to shop/checkout');
  });

  it('has buttons that name this very plan, and Approve asks once more', async () => {
    const [reply] = stage.slack.replies(await stage.propose());
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
    await stage.tell(remediationOf({ approvalsNeeded: 2 }));
    const [message] = stage.slack.roots();
    expect(textOf(message!)).toContain('Approved by  2 different people needed');
    const [approve] = message!.blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []));
    expect(approve!.confirm?.text.text).toContain('1 more person has to approve it.');
  });

  it('has no buttons where nobody listens to them, nor where there is no plan', async () => {
    await stage.tell(proposed, { actions: false });
    await stage.tell(remediationOf({ id: 'rm-2', plan: null }));
    expect(stage.slack.roots().map(buttonsOf)).toEqual([[], []]);
  });

  it('of a finding that was not told here, or whose message was deleted, is a message of its own', async () => {
    await stage.tell();
    await stage.send(opened);
    const [, root] = stage.slack.roots();
    stage.slack.remove(root!.ts);
    await stage.tell(remediationOf({ id: 'rm-2' }));
    expect(stage.slack.roots().map(headOf)).toEqual([
      expect.stringContaining('Remediation proposed'),
      expect.stringContaining('Remediation proposed'),
    ]);
  });

  it('told again posts nothing', async () => {
    const ts = await stage.propose();
    await stage.tell();
    await stage.tell({ ...proposed, version: 2, told: { turns: 1, foreign: 0 } });
    expect(stage.slack.replies(ts)).toHaveLength(1);
  });
});

describe('what Slack takes', () => {
  let fresher = 0;
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
        await stage.tell(remediation, { name: fresh });
        await stage.tell(
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

it('a report of shadow mode is one message, once', async () => {
  for (const _ of [1, 2]) await stage.create().send({ kind: 'shadow-report', report: shadowReportOf() });
  const [message, ...others] = stage.slack.roots();
  expect(others).toEqual([]);
  expect(headOf(message!)).toBe(
    'Shadow mode of irsa-subject-unrestricted: auto would have remediated 6 of 9, and only proposed 1',
  );
  expect(textOf(message!)).toContain('2 by not-protected');
});
