import { createSlackWebhookChannel } from '@podguard/notify/slack';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf, endedOf, exemptedOf, worsenedOf } from '../support/slack-server/alerts.ts';
import { HOSTILE } from '../support/slack-server/hostile.ts';
import type { SlackMessage } from '../support/slack-server/workspace.ts';
import { sampleDay } from './sample-day.ts';
import { openSlackStage, type SlackStage } from './slack-stage.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

/** A finding of which somebody else chose every text. */
function chosenBy(text: string, at: number) {
  const key = `arn:aws:iam::${ACCOUNT}:role/${text}`;
  const base = transitionOf({ role: `role-${at}`, eventId: `event-${at}` });
  return {
    ...base,
    by: {
      ...base.by,
      actor: `${key}/${text}`,
      session: text,
      sourceIdentity: text,
      tool: text,
      sourceIp: text,
      eventName: text,
    },
    finding: {
      ...base.finding,
      summary: text,
      title: text,
      rule: at % 2 === 0 ? text : base.finding.rule,
      resource: { ...base.finding.resource, key, account: text, region: text },
      evidence: [
        { path: text, value: text },
        { path: `${text} before`, value: text },
        { path: text, value: [text, { [text]: text }] },
      ],
      witness: { text, request: { cluster: text } },
      reasons: [text],
      owner: { name: text, from: 'tag' as const },
    },
  };
}

/** All that Slack reads of a message, but for what is literal there. */
function markupOf({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): readonly string[] {
  const links = blocks.flatMap((block) =>
    block.type === 'context' ? block.elements.filter(({ type }) => type === 'mrkdwn') : [],
  );
  return [text, ...links.map((one) => one.text.replace(/^<https:\/\/[^<>|]+\|[\w.-]+>$/, ''))];
}

const refused = () => stage.slack.calls.filter(({ result }) => result?.ok !== true);
const CONTROL = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** What a person gets to see, which the value of a button is not; line breaks are ours. */
function shown(block: unknown): string {
  if (typeof block === 'string') return block.replaceAll('\n', ' ');
  if (typeof block !== 'object' || block === null) return '';
  return Object.entries(block)
    .map(([name, one]) => (name === 'value' ? '' : shown(one)))
    .join('\n')
    .replaceAll('\n', ' ');
}

function expectHarmless(): void {
  expect(refused()).toEqual([]);
  for (const message of stage.slack.workspace.messages) {
    for (const one of markupOf(message)) expect(one).not.toMatch(/[<>]/);
    for (const block of message.blocks) {
      expect(shown(block)).not.toMatch(CONTROL);
      if (block.type === 'header') expect(block.text.emoji).toBe(false);
    }
    expect(message.text).not.toMatch(CONTROL);
    // What a mail program or a phone would make a link of is taken apart.
    expect([message.text, ...message.blocks.map(shown)].join()).not.toContain('https://evil.example');
  }
}

async function tellAll(text: string, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, at) => chosenBy(text, at));
  const [first, ...others] = all;
  if (first === undefined) return;
  await stage.send(first, ...others);
  await stage.known({ finding: first.finding.id, by: text, at: text });
  await stage.send({ ...worsenedOf(first), id: 'w', finding: { ...first.finding, summary: text } });
  const exempted = exemptedOf(first);
  const exemption = { id: text, reason: text, author: text, until: text };
  await stage.send({ ...exempted, finding: { ...exempted.finding, exemption } });
  await stage.send(endedOf(first));
  const digest = digestOf(all, {
    id: text,
    title: text,
    account: text,
    notes: [text, text],
    report: 's3://podguard-reports/day.json',
  });
  await stage.create().send({ kind: 'digest', digest });
  const webhook = createSlackWebhookChannel({
    name: 'w',
    url: stage.slack.webhookUrl,
    wording,
    allowHttp: true,
  });
  await webhook.send(alertOf(first, ...others));
}

describe('what somebody else chose', () => {
  it.for(HOSTILE)('mentions nobody, links nowhere, formats nothing and forges no line: %j', async (text) => {
    await tellAll(text, 3);
    expectHarmless();
  });

  it('is taken by Slack whatever it is and however much', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE, '\\', '"', '&', '\u{1f534}'),
    );
    const text = fc.tuple(unit, fc.integer({ min: 0, max: 1_200 })).map(([one, times]) => one.repeat(times));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (one, count) => {
        await stage.close();
        stage = await openSlackStage();
        await tellAll(one, count);
        expectHarmless();
      }),
      { numRuns: 40 },
    );
  });

  it('is taken by Slack on the sample day, one by one and twenty at a time', async () => {
    const day = await sampleDay();
    for (const one of day) await stage.send(one);
    for (let at = 0; at < day.length; at += 20) {
      const [first, ...others] = day.slice(at, at + 20);
      await stage.create({ name: `group-${at}` }).send(alertOf(first!, ...others));
    }
    const digest = digestOf(day, { id: 'day', title: 'The day', account: ACCOUNT });
    await stage.create().send({ kind: 'digest', digest });
    expectHarmless();
    expect(stage.slack.roots().length).toBeGreaterThan(day.length / 2);
  });
});
