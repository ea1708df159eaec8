import { ServiceError } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf } from '../support/slack-server/alerts.ts';
import { afterTurns, NOOR, remediationOf, verifiedOf } from './remediations.ts';
import {
  finding,
  opened,
  openRemediationStage,
  proposed,
  type RemediationStage,
} from './slack-remediation-stage.ts';
import { buttonsOf, dyingAt, headOf, textOf } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

let stage: RemediationStage;
beforeEach(async () => {
  stage = await openRemediationStage();
});
afterEach(() => stage.close());

describe('what became of a proposal', () => {
  it('is shown in its message, whose buttons go, and told in the thread', async () => {
    const ts = await stage.propose();
    await stage.tell(verifiedOf());
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
    const ts = await stage.propose();
    await stage.tell(afterTurns(proposed, [{ status, by: 'kofi', note }]));
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
    await stage.propose();
    await stage.tell(
      afterTurns(proposed, [{ status: 'failed', by: 'podguard', note }], {
        applied: { ...verifiedOf().applied!, ...left },
      }),
    );
    const [plan] = stage.slack.replies(stage.slack.roots()[0]!.ts);
    expect(textOf(plan!).includes(`podguard rollback ${proposed.id}`)).toBe(isOffered);
  });

  it('that could not be undone says so', async () => {
    const ts = await stage.propose();
    const turns = [
      { status: 'undoing', by: NOOR, note: 'undoing it' },
      { status: 'failed', by: NOOR, note: 'it could not be undone: AccessDenied' },
    ] as const;
    await stage.tell(afterTurns(verifiedOf(), turns, { undone: verifiedOf().applied }));
    const [plan] = stage.slack.replies(ts);
    expect(headOf(plan!)).toContain('Undoing failed: Narrow');
    expect(textOf(plan!)).toContain(`podguard rollback ${proposed.id}`);
  });

  it('keeps the buttons while another person has to approve it, and says who did', async () => {
    const two = remediationOf({ approvalsNeeded: 2 });
    await stage.send(opened);
    await stage.tell(two);
    const turn = { status: 'proposed', by: NOOR, note: 'approved; 1 more needed' } as const;
    const approvals = [{ by: NOOR, at: '2026-03-12T07:11:30.000Z' }];
    await stage.tell(afterTurns(two, [turn], { approvals }));
    const [plan, result] = stage.slack.replies(stage.slack.roots()[0]!.ts);
    expect(buttonsOf(plan!)).toHaveLength(2);
    expect(textOf(plan!)).toContain(`Approved by  ${NOOR}; 1 more needed`);
    expect(textOf(result!)).toContain(`Approved 2026-03-12 07:11:30 UTC by ${NOOR}: 1 more needed`);
  });

  it('shows a foreign change to the whole channel, though all else went well', async () => {
    const ts = await stage.propose();
    await stage.tell(verifiedOf());
    const by = 'arn:aws:iam::111122223333:role/deployer/kofi';
    const change = {
      eventId: 'event-7',
      eventName: 'UpdateAssumeRolePolicy',
      at: '2026-03-12T07:12:30Z',
      by,
    };
    await stage.tell({ ...verifiedOf(), foreign: [change] });
    const [plan, , last] = stage.slack.replies(ts);
    expect(textOf(plan!)).toContain(`Foreign change: ${by} changed it by UpdateAssumeRolePolicy`);
    expect(textOf(last!)).toMatch(/^✅ Foreign change: arn:aws:iam/);
    expect(last!.broadcast).toBe(true);
  });

  it('that comes late does not bring the buttons back', async () => {
    const ts = await stage.propose();
    await stage.tell(verifiedOf());
    const before = stage.slack.calls.length;
    await stage.tell(proposed);
    expect(stage.slack.calls).toHaveLength(before);
    expect(buttonsOf(stage.slack.replies(ts)[0]!)).toEqual([]);
  });

  it('is a message of its own where somebody deleted the plan', async () => {
    await stage.tell();
    const [plan] = stage.slack.roots();
    stage.slack.remove(plan!.ts);
    await stage.tell(verifiedOf());
    expect(stage.slack.roots().map(headOf)).toEqual([expect.stringContaining('✅ Remediated')]);
  });

  it('is told in the thread where the workspace does not let messages be edited so late', async () => {
    const ts = await stage.propose();
    stage.slack.moodsOf('chat.update').push({ refused: 'edit_window_closed' });
    await stage.tell(verifiedOf());
    expect(stage.texts(ts).at(-1)).toContain('Applied and verified');
  });

  it('that Slack did not take fails as something to be sent again, and is then told once', async () => {
    const ts = await stage.propose();
    stage.slack.moodsOf('chat.postMessage').push('error');
    const failure = await stage.tell(verifiedOf()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ code: 'channel-unreachable', retryable: true });
    await stage.tell(verifiedOf());
    expect(stage.texts(ts)).toHaveLength(2);
  });

  it('is told at least once wherever a process dies, and the message shows it in the end', async () => {
    for (let call = 1; call <= 4; call += 1) {
      stage.slack.reset();
      const fresh = await openRemediationStage();
      const ts = await fresh.propose();
      const alert = { kind: 'remediation', remediation: verifiedOf(), finding } as const;
      await fresh
        .create({ state: dyingAt(fresh.state, call) })
        .send(alert)
        .catch(() => undefined);
      await fresh.create().send(alert);
      const [plan, ...results] = fresh.slack.replies(ts);
      expect(headOf(plan!)).toContain('✅ Remediated');
      expect(results.length).toBeGreaterThanOrEqual(1);
      await fresh.close();
    }
  });
});

it('an alert about the finding afterwards still finds its message', async () => {
  const ts = await stage.propose();
  await stage.tell(verifiedOf());
  const ended = transitionOf({ type: 'resolved', eventId: 'event-9', at: '2026-03-12T07:12:31Z' });
  await stage.create().send(alertOf({ ...ended, finding: { ...ended.finding, id: finding.id } }));
  expect(stage.slack.roots()).toHaveLength(1);
  expect(stage.texts(ts).at(-1)).toContain('Resolved, was critical');
});
