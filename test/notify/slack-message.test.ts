import { parseActionValue, SLACK_ACTIONS } from '@podguard/notify/slack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf } from '../support/slack-server/alerts.ts';
import { buttonsOf, headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { ACCOUNT, transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const opened = transitionOf();
const other = transitionOf({ role: 'checkout', severity: 'high' });

describe('a message of Slack', () => {
  it('says what happened, how bad it is, who did it, when, where and how to mend it', async () => {
    await stage.send(opened);
    const root = stage.root();
    expect(headOf(root)).toBe('🔴 CRITICAL: Any service account of the cluster may assume the role [shop]');
    const text = textOf(root);
    expect(text).toContain('Any service account of cluster prod may assume shop');
    expect(text).toContain('Who  noor (role deployer) with terraform from 192.0.2.7');
    expect(text).toContain('When  2026-03-12 07:00:00 UTC, UpdateAssumeRolePolicy');
    expect(text).toContain(`Where  iam-role shop, account ${ACCOUNT}, us-east-1`);
    expect(text).toContain('aws iam update-assume-role-policy --role-name shop');
    expect(text).toContain(
      `podguard explain ${opened.finding.id} --store dynamodb:podguard-test@eu-central-1`,
    );
  });

  it('has one line for a lock screen', async () => {
    await stage.send(opened);
    expect(stage.root().text).toBe(
      'CRITICAL: Any service account of cluster prod may assume shop. By noor (role deployer) with terraform from 192.0.2.7',
    );
  });

  it('makes no previews of links and reads no markup in the line', async () => {
    await stage.send(opened);
    expect(stage.root().options).toMatchObject({ unfurl_links: false, unfurl_media: false, mrkdwn: false });
  });

  it('has buttons that name the finding', async () => {
    await stage.send(opened);
    const elements = stage.root().blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(elements.map(({ action_id }) => action_id)).toEqual([
      SLACK_ACTIONS.acknowledge,
      SLACK_ACTIONS.exempt,
    ]);
    expect(elements.map(({ text }) => text.text)).toEqual(['Acknowledge', 'Exempt']);
    const { id, rule, resource, severity } = opened.finding;
    for (const { value } of elements)
      expect(parseActionValue(value ?? '')).toEqual({ finding: id, key: resource.key, rule, severity });
  });

  it('has no buttons where nobody listens to them', async () => {
    await stage.create({ actions: false }).send(alertOf(opened));
    expect(buttonsOf(stage.root())).toEqual([]);
  });

  it('has no buttons where the key is too long for one', async () => {
    const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:${'x'.repeat(2_000)}`;
    await stage.send(transitionOf({ finding: { resource: { ...opened.finding.resource, key } } }));
    expect(buttonsOf(stage.root())).toEqual([]);
  });

  it('names the owner', async () => {
    await stage.send(transitionOf({ finding: { owner: { name: 'payments', from: 'tag' } } }));
    expect(textOf(stage.root())).toContain('Owner  payments, as its tag says');
  });

  it('tells several findings of one record together, the gravest first, each with its buttons', async () => {
    await stage.send(other, opened, transitionOf({ role: 'audit', severity: 'low' }));
    const root = stage.root();
    expect(headOf(root)).toBe(
      '🔴 CRITICAL: Any service account of the cluster may assume the role [shop] and 2 more',
    );
    expect(root.text).toContain('may assume shop and 2 more. By noor');
    expect(buttonsOf(root)).toHaveLength(6);
    const text = textOf(root);
    expect(text.indexOf('[shop]')).toBeLessThan(text.indexOf('[checkout]'));
    expect(text.indexOf('[checkout]')).toBeLessThan(text.indexOf('[audit]'));
    expect(text.match(/Who {2}noor/g)).toHaveLength(1);
  });

  it('tells of twenty findings as many whole as fit, and a line of each other', async () => {
    const many = Array.from({ length: 19 }, (_, at) =>
      transitionOf({ role: `role-${at}`, severity: 'medium' }),
    );
    await stage.send(opened, ...many);
    const root = stage.root();
    const text = textOf(root);
    const whole = buttonsOf(root).length / 2;
    expect(whole).toBeGreaterThan(0);
    expect(text).toContain(`${20 - whole} more, in short`);
    for (const { finding } of [opened, ...many]) expect(text).toContain(finding.id);
  });
});
