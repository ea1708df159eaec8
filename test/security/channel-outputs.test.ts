import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { ChannelSettings } from '@podguard/core';
import { type Alert, type Channel, createSnsChannel } from '@podguard/notify';
import { createEventBridgeChannel } from '@podguard/notify/eventbridge';
import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { createSlackWebhookChannel } from '@podguard/notify/slack';
import { createWebhookChannel } from '@podguard/notify/webhook';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { planOf, remediationOf, shadowReportOf } from '../notify/remediations.ts';
import { openSlackStage } from '../notify/slack-stage.ts';
import { openSnsStub } from '../notify/sns-stub.ts';
import { digestOf, transitionOf, wording } from '../notify/transitions.ts';
import { hostile } from '../report/findings.ts';
import { openFaultServer } from '../support/fault-server.ts';
import { CORPUS } from './corpus.ts';
import { textFaults } from './oracles.ts';

const REGION = 'eu-central-1';
const ACCOUNT = '111122223333';
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** Addresses that a mail program, a phone or a chat would make a link of. */
const LIVE =
  /https?:\/\/evil|\/\/evil\.example|\\\\evil\.example|\b(?:mailto|tel|sms):[^\s\]]|file:\/\/\/etc/;

/** What is wrong with what the channel sent, of alerts that this opens it to. */
type Told = (tell: (channel: Channel) => Promise<void>) => Promise<readonly string[]>;

/** Every type of channel that can be configured: the types refuse one without a row. */
const CHANNELS: Readonly<Record<ChannelSettings['type'], Told>> = {
  async sns(tell) {
    const stub = await openSnsStub();
    try {
      await tell(
        createSnsChannel({
          client: stub.client,
          topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
          wording,
        }),
      );
      return stub.published.flatMap(({ subject, message }) => [
        ...(/^[ -~]{1,99}$/.test(subject) ? [] : [`subject: ${JSON.stringify(subject)}`]),
        ...(/^[ -~]{1,300}$/.test(message.sms!) ? [] : [`text message: ${JSON.stringify(message.sms)}`]),
        ...textFaults(message.email!),
        ...[subject, message.sms!, message.email!].flatMap(liveFaults),
        ...bodyFaults(message.default!),
      ]);
    } finally {
      await stub.close();
    }
  },
  async slack(tell) {
    const stage = await openSlackStage();
    try {
      await tell(stage.create());
      return slackFaults(stage.slack);
    } finally {
      await stage.close();
    }
  },
  async 'slack-webhook'(tell) {
    const { slack, close } = await openSlackStage();
    try {
      await tell(
        createSlackWebhookChannel({ name: 'hook', url: slack.webhookUrl, wording, allowHttp: true }),
      );
      return slackFaults(slack);
    } finally {
      await close();
    }
  },
  async webhook(tell) {
    return posted({}, async (url) =>
      tell(createWebhookChannel({ url, secret: async () => 'key', allowHttp: true })),
    );
  },
  async 'security-hub'(tell) {
    const answer = {
      SuccessCount: 1,
      FailedCount: 0,
      FailedFindings: [],
      ProcessedFindings: [],
      UnprocessedFindings: [],
      Findings: [],
    };
    return posted(answer, async (endpoint) => {
      const client = new SecurityHubClient({
        endpoint,
        region: REGION,
        credentials: CREDENTIALS,
        maxAttempts: 1,
      });
      const state = createMemoryServiceState(createMemoryStore());
      await tell(
        createSecurityHubChannel({
          client,
          account: ACCOUNT,
          region: REGION,
          partition: 'aws',
          state,
          ruleOf: wording.ruleOf as never,
        }),
      );
      client.destroy();
    });
  },
  async eventbridge(tell) {
    return posted({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }, async (endpoint) => {
      const client = new EventBridgeClient({
        endpoint,
        region: REGION,
        credentials: CREDENTIALS,
        maxAttempts: 1,
      });
      await tell(
        createEventBridgeChannel({
          client,
          busArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/security`,
        }),
      );
      client.destroy();
    });
  },
};

async function posted(answer: object, use: (url: string) => Promise<void>): Promise<readonly string[]> {
  const server = await openFaultServer(() => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
  }));
  try {
    await use(server.url);
    expect(server.requests.length).toBeGreaterThan(CORPUS.length / 2);
    return server.requests.filter(({ body }) => body !== '').flatMap(({ body }) => bodyFaults(body));
  } finally {
    await server.close();
  }
}

/** JSON for programs has every text as it is; only halves of characters are not in it, which some refuse. */
function bodyFaults(body: string): readonly string[] {
  const faults: string[] = [];
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed())
      faults.push(`half a character: ${JSON.stringify(value.slice(0, 60))}`);
    return value;
  });
  return faults;
}

function liveFaults(text: string): readonly string[] {
  const [found] = LIVE.exec(text) ?? [];
  return found === undefined
    ? []
    : [`an address that is live: ${found} in ${JSON.stringify(text.slice(0, 200))}`];
}

function slackFaults({
  calls,
  workspace,
}: Awaited<ReturnType<typeof openSlackStage>>['slack']): readonly string[] {
  const refused = calls
    .filter(({ result }) => result?.ok === false)
    .map((call) => `Slack refused: ${JSON.stringify(call.result)}`);
  expect(workspace.messages.length).toBeGreaterThan(CORPUS.length / 2);
  return [
    ...refused,
    ...workspace.messages.flatMap(({ text, blocks }) => [
      ...(/[<>]/.test(text) ? [`markup: ${text.slice(0, 80)}`] : []),
      ...textsOf(blocks).flatMap((one) => [...textFaults(one), ...liveFaults(one)]),
    ]),
  ];
}

/** What a person gets to see, which the value of a button is not. */
function textsOf(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, one]) =>
    name === 'value' || name === 'url' ? [] : textsOf(one),
  );
}

const ALERTS: readonly Alert[] = [
  ...CORPUS.map((text, at): Alert => ({ kind: 'transitions', transitions: [chosenBy(text, at)] })),
  {
    kind: 'digest',
    digest: digestOf(CORPUS.map(chosenBy), {
      id: 'digest',
      title: CORPUS[3]!,
      account: CORPUS[4]!,
      notes: CORPUS.slice(0, 20),
    }),
  },
  ...CORPUS.filter((_, at) => at % 4 === 1).map((text, at): Alert => {
    const plan = planOf({
      summary: text,
      mayBreak: [text],
      facts: [text],
      fields: [{ name: text, before: text, after: text }],
    });
    const guards = [{ guard: 'not-contested', ok: false, reason: text }];
    const finding = chosenBy(text, at).finding;
    return {
      kind: 'remediation',
      remediation: remediationOf({ plan, guards, approvals: [{ by: text, at: '2026-03-12T07:05:00.000Z' }] }),
      finding,
    };
  }),
  { kind: 'shadow-report', report: shadowReportOf() },
];

function chosenBy(text: string, at: number) {
  const finding = hostile(text);
  const told = transitionOf({
    role: `role-${at}`,
    eventId: `event-${at}`,
    by: { ...finding.opened! },
    finding,
  });
  const resource = { ...finding.resource, account: ACCOUNT, region: REGION };
  const opened = { ...finding.opened!, at: told.at };
  return { ...told, by: opened, finding: { ...finding, id: told.finding.id, opened, resource } };
}

describe('a channel, of texts that somebody chose', () => {
  it.for(Object.entries(CHANNELS))(
    '%s shows them to people as text, and hands them to programs as strings',
    { timeout: 60_000 },
    async ([, told]) => {
      const faults = await told(async (channel) => {
        for (const alert of ALERTS) await channel.send(alert);
      });
      expect(faults.slice(0, 10)).toEqual([]);
    },
  );
});
