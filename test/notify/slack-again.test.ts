import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf, endedOf, exemptedOf, worsenedOf } from '../support/slack-server/alerts.ts';
import { dyingAt, headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { ACCOUNT, digestOf, transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const refused = () =>
  stage.slack.calls.filter(({ result }) => result?.ok === false).map(({ result }) => result);
const opened = transitionOf();
const other = transitionOf({ role: 'checkout', severity: 'high' });

describe('the same again', () => {
  it('is not posted again', async () => {
    const ended = endedOf(opened);
    for (const one of [opened, opened, ended, ended, opened]) await stage.send(one);
    const root = stage.root();
    expect(stage.slack.replies(root.ts)).toHaveLength(1);
    expect(root.edits).toBe(1);
  });

  it('is posted where it comes with something that was not told', async () => {
    await stage.send(opened);
    await stage.send(opened, other);
    expect(stage.slack.roots().map(headOf)).toEqual([
      expect.stringContaining('[shop]'),
      expect.stringContaining('[checkout]'),
    ]);
  });

  it('is one digest', async () => {
    const digest = digestOf([opened, other], { id: 'digest-1', title: '2 findings', account: ACCOUNT });
    await stage.create().send({ kind: 'digest', digest });
    await stage.create().send({ kind: 'digest', digest });
    expect(headOf(stage.root())).toBe('🔴 2 findings');
    expect(textOf(stage.root())).toContain('Open: 1 critical, 1 high');
  });

  it('may be posted twice where the process died before it could write down that it posted', async () => {
    // Looks for the finding, then writes down the message.
    await expect(stage.create({ state: dyingAt(stage.state, 2) }).send(alertOf(opened))).rejects.toThrow(
      'died',
    );
    await stage.send(opened);
    expect(stage.slack.roots()).toHaveLength(2);
  });

  it.for([1, 2, 3, 4])(
    'ends with the message as it should be, wherever the process of a later one died: at call %i',
    async (call) => {
      await stage.send(opened);
      const ended = endedOf(opened);
      await expect(stage.create({ state: dyingAt(stage.state, call) }).send(alertOf(ended))).rejects.toThrow(
        'died',
      );
      await stage.send(ended);
      const root = stage.root();
      expect(headOf(root)).toContain('✅ Resolved');
      // Only before it is written down that the thread was told, it is told twice.
      expect(stage.slack.replies(root.ts)).toHaveLength(call === 3 || call === 4 ? 2 : 1);
    },
  );

  it('shows what two processes told of two findings of one message at the same time', async () => {
    const many = Array.from({ length: 6 }, (_, at) => transitionOf({ role: `role-${at}` }));
    const [first, ...others] = many;
    await stage.send(first!, ...others);
    await Promise.all(many.map((one) => stage.create().send(alertOf(endedOf(one)))));
    const root = stage.root();
    expect(textOf(root).match(/✅ Resolved/g)!.length).toBeGreaterThanOrEqual(6);
    expect(textOf(root)).not.toContain('🔴');
    expect(stage.slack.replies(root.ts)).toHaveLength(6);
  });

  it('is never refused by Slack', async () => {
    for (const one of [opened, worsenedOf(opened), exemptedOf(opened), endedOf(opened)])
      await stage.send(one);
    expect(refused()).toEqual([]);
  });
});
