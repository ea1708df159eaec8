import { SLACK_ACTIONS } from '@podguard/notify/slack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf, endedOf, exemptedOf, worsenedOf } from '../support/slack-server/alerts.ts';
import { buttonsOf, headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { ACCOUNT, transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const opened = transitionOf();
const other = transitionOf({ role: 'checkout', severity: 'high' });

describe('what comes later of a finding', () => {
  it('ends in the thread and in the message', async () => {
    await stage.send(opened);
    await stage.send(endedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toBe(
      '✅ Resolved, was critical: Any service account of the cluster may assume the role [shop]',
    );
    expect(textOf(root)).toContain('Resolved 2026-03-12 10:00:00 UTC: it was mended. By noor');
    expect(textOf(root)).toContain('Opened by  noor');
    expect(textOf(root)).not.toContain('Mend');
    expect(buttonsOf(root)).toEqual([]);
    const [reply, ...more] = stage.slack.replies(root.ts);
    expect(more).toEqual([]);
    expect(textOf(reply!)).toContain('✅ Resolved, was critical');
    expect(textOf(reply!)).toContain('Why  it was mended');
    expect(reply!.broadcast).toBe(false);
  });

  it('leaves the other findings of the message as they are', async () => {
    await stage.send(opened, other);
    await stage.send(endedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toBe(
      '🟠 HIGH: Any service account of the cluster may assume the role [checkout] and 1 more',
    );
    expect(buttonsOf(root)).toHaveLength(2);
    expect(textOf(root)).toContain('✅ Resolved, was critical');
  });

  it('is shown in the channel, too, where it became worse', async () => {
    const first = transitionOf({ severity: 'high' });
    await stage.send(first);
    await stage.send(worsenedOf(first));
    const root = stage.root();
    expect(headOf(root)).toContain('🔴 CRITICAL, worse');
    expect(textOf(root)).toContain('Worse 2026-03-12 09:41:07 UTC, was high, is critical. By kofi');
    expect(textOf(root)).toMatch(
      /Changed {2}.*:sub.* was system:serviceaccount:\*:shop-\*, now system:serviceaccount:\*:\*/,
    );
    expect(buttonsOf(root)).toHaveLength(2);
    expect(stage.slack.replies(root.ts)).toMatchObject([{ broadcast: true }]);
  });

  it('says until when it is exempt and by whom, in the thread alone', async () => {
    await stage.send(opened);
    await stage.send(exemptedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toContain('⚪ Exempt, is critical');
    expect(textOf(root)).toContain(
      'Exempt until 2026-03-19 07:12:00 UTC, by noor (slack U01234567): the tenant moves to its own role this sprint',
    );
    expect(buttonsOf(root)).toEqual([]);
    expect(stage.slack.replies(root.ts)).toMatchObject([{ broadcast: false }]);
  });

  it('is no news where nobody heard of it before it was exempt', async () => {
    const exempted = exemptedOf(opened);
    await stage.send(exempted);
    const { finding } = endedOf(opened);
    const { exemption } = exempted.finding;
    await stage.send({ ...endedOf(opened), finding: { ...finding, exemption } });
    expect(stage.slack.workspace.messages).toEqual([]);
  });

  it('is shown as exempt where it is told together with its opening', async () => {
    await stage.send(opened, exemptedOf(opened));
    expect(headOf(stage.root())).toContain('⚪ Exempt, is critical');
  });

  it('says what made it worse than what was accepted, and who', async () => {
    const exempted = exemptedOf(opened);
    await stage.send(opened);
    await stage.send(exempted);
    const worse = worsenedOf(opened);
    const ended = { exemption: exempted.finding.exemption!, reason: 'outgrown' as const };
    await stage.send({ ...worse, id: 'outgrown-1', type: 'exemption-ended', ended });
    expect(textOf(stage.root())).toContain(
      'No longer exempt since 2026-03-12 09:41:07 UTC: it is worse than what was accepted. By kofi',
    );
  });

  it('has its buttons again when it is exempt no longer, which the channel hears', async () => {
    const exempted = exemptedOf(opened);
    await stage.send(opened);
    await stage.send(exempted);
    await stage.send({
      ...exempted,
      id: 'ended-1',
      type: 'exemption-ended',
      at: '2026-03-19T07:12:00Z',
      ended: { exemption: exempted.finding.exemption!, reason: 'expired' },
      finding: opened.finding,
    });
    const root = stage.root();
    expect(headOf(root)).toContain('🔴 CRITICAL, no longer exempt');
    expect(textOf(root)).toContain('No longer exempt since 2026-03-19 07:12:00 UTC: the exemption is over');
    expect(buttonsOf(root)).toHaveLength(2);
    expect(stage.slack.replies(root.ts).map(({ broadcast }) => broadcast)).toEqual([false, true]);
  });

  it('begins a message of its own when it is open again, in which its end is shown', async () => {
    const again = transitionOf({ type: 'reopened', eventId: 'event-3' });
    await stage.send(opened);
    await stage.send(endedOf(opened));
    await stage.send(again);
    await stage.send(endedOf(again, 'event-4'));
    const [first, second] = stage.slack.roots();
    expect(headOf(first!)).toContain('Resolved');
    expect(headOf(second!)).toContain('Resolved');
    expect(stage.slack.replies(first!.ts)).toHaveLength(1);
    expect(stage.slack.replies(second!.ts)).toHaveLength(1);
  });

  it('is a message of its own where none was posted of it', async () => {
    await stage.send(endedOf(opened));
    expect(headOf(stage.root())).toContain('✅ Resolved, was critical');
  });

  it('tells what happened twice to a finding as it is in the end', async () => {
    await stage.send(opened, endedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toContain('✅ Resolved');
    expect(textOf(root)).toContain('Resolved 2026-03-12 10:00:00 UTC');
  });

  it('shows who knows of it, and has no button for that any more', async () => {
    await stage.send(opened, other);
    const known = { finding: opened.finding.id, by: '<!here> *noor*', at: '2026-03-12T07:10:00Z' };
    expect(await stage.known(known)).toBe('shown');
    expect(await stage.known(known)).toBe('shown');
    const root = stage.root();
    expect(textOf(root).match(/Acknowledged 2026-03-12 07:10:00 UTC by <!here> \*noor\*/g)).toHaveLength(1);
    expect(buttonsOf(root)).toEqual([SLACK_ACTIONS.exempt, SLACK_ACTIONS.acknowledge, SLACK_ACTIONS.exempt]);
    expect(stage.slack.replies(root.ts)).toEqual([]);
    expect(await stage.known({ ...known, finding: 'pg-unknown' })).toBe('not-posted');
  });

  it('is posted anew where somebody deleted the message', async () => {
    await stage.send(opened);
    stage.slack.remove(stage.root().ts);
    await stage.send(endedOf(opened));
    expect(headOf(stage.root())).toContain('✅ Resolved');
    expect(await stage.known({ finding: opened.finding.id, by: 'noor', at: '2026-03-12T07:10:00Z' })).toBe(
      'shown',
    );
    stage.slack.remove(stage.root().ts);
    expect(await stage.known({ finding: opened.finding.id, by: 'kofi', at: '2026-03-12T07:11:00Z' })).toBe(
      'not-posted',
    );
  });

  it('is told once where somebody deleted the message with its replies below it', async () => {
    await stage.send(opened);
    const { ts } = stage.root();
    await stage.send(worsenedOf(opened));
    stage.slack.remove(ts);
    await stage.send(endedOf(opened));
    expect(headOf(stage.root())).toContain('✅ Resolved');
    expect(stage.slack.replies(ts)).toHaveLength(1);
  });

  it('is cut in the thread where it is too much: twenty at once end there and in the message', async () => {
    const session = 's'.repeat(64);
    const by = {
      ...opened.by,
      actor: `arn:aws:sts::${ACCOUNT}:assumed-role/${'d'.repeat(64)}/${session}`,
      session,
      tool: 'terraform',
      sourceIp: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    };
    const [first, ...others] = Array.from({ length: 20 }, (_, at) =>
      transitionOf({ rule: `rule-${at}`, role: 'a'.repeat(64), by, finding: { title: 't'.repeat(120) } }),
    );
    await stage.send(first!, ...others);
    const [end, ...ends] = [first!, ...others].map((one) => ({ ...endedOf(one), by }));
    await stage.send(end!, ...ends);
    const root = stage.root();
    expect(headOf(root)).toContain('Resolved');
    const [reply, ...more] = stage.slack.replies(root.ts);
    expect([reply!.blocks.length, more]).toEqual([1, []]);
    expect(textOf(reply!).match(/✅ Resolved, was critical/g)).toHaveLength(20);
    expect(textOf(reply!)).toContain('At  2026-03-12 10:00:00 UTC');
  });

  it.for(['thread_not_found', 'restricted_action_thread_locked', 'cannot_reply_to_message'])(
    'is posted anew where the thread takes no replies: %s',
    async (code) => {
      await stage.send(opened);
      stage.slack.moodsOf('chat.postMessage').push({ refused: code });
      await stage.send(endedOf(opened));
      expect(stage.slack.roots().map(headOf)[1]).toContain('Resolved');
    },
  );

  it('is told in the thread alone where the message may not be edited', async () => {
    await stage.send(opened);
    stage.slack.moodsOf('chat.update').push({ refused: 'edit_window_closed' });
    await stage.send(endedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toContain('CRITICAL');
    expect(stage.slack.replies(root.ts)).toHaveLength(1);
  });

  it('is posted anew in another channel, once that is configured', async () => {
    await stage.send(opened);
    stage.slack.workspace.channels.set('C0987654321', { member: true, archived: false });
    await stage.create({ channel: 'C0987654321' }).send(alertOf(endedOf(opened)));
    expect(stage.slack.roots('C0987654321').map(headOf)).toEqual([expect.stringContaining('Resolved')]);
  });
});
