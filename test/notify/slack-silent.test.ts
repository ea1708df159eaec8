import type { Transition } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endedOf, worsenedOf } from '../support/slack-server/alerts.ts';
import { buttonsOf, headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const opened = transitionOf();

describe('a silent alert', () => {
  const silent = (...transitions: readonly [Transition, ...Transition[]]) =>
    stage.create().send({ kind: 'transitions', transitions, silent: true });

  it('edits the message, and posts nothing', async () => {
    await stage.send(opened);
    await silent(worsenedOf(opened), endedOf(opened));
    await silent(endedOf(opened));
    const root = stage.root();
    expect(headOf(root)).toContain('✅ Resolved');
    expect(textOf(root)).toContain('Worse 2026-03-12 09:41:07 UTC');
    expect(buttonsOf(root)).toEqual([]);
    expect([root.edits, stage.slack.workspace.messages.length]).toEqual([1, 1]);
  });

  it('does nothing where no message is known, or somebody deleted it', async () => {
    await silent(endedOf(opened));
    expect(stage.slack.calls).toEqual([]);
    await stage.send(opened);
    stage.slack.remove(stage.root().ts);
    await silent(endedOf(opened));
    expect(stage.slack.workspace.messages).toEqual([]);
  });

  it('is made up for where Slack did not take it', async () => {
    await stage.send(opened);
    stage.slack.moodsOf('chat.update').push('error');
    await expect(silent(endedOf(opened))).rejects.toMatchObject({ retryable: true });
    await silent(endedOf(opened));
    expect(headOf(stage.root())).toContain('✅ Resolved');
  });
});
