import { createHmac } from 'node:crypto';
import {
  createSlackActions,
  isStartEvent,
  parseActionMessage,
  parseChannelMessage,
  parseDriftEvent,
  parseDueMessage,
  parseEvaluateMessage,
  parseRejudgeAllMessage,
  parseRemediateMessage,
  type QueueMessage,
} from '@podguard/functions';
import { SLACK_ACTIONS, toActionValue } from '@podguard/notify/slack';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { aRemediation } from '../../../support/a-remediation.ts';
import { aTransition } from '../../../support/a-transition.ts';
import { json, mutate } from '../mutate.ts';
import { mutateText } from '../mutate-text.ts';
import type { Random } from '../random.ts';
import { defineTarget } from '../target.ts';

const KEY = 'arn:aws:iam::111122223333:role/app';
const ABOUT = { finding: 'pg-1', key: KEY, rule: 'irsa-subject-unrestricted' };
const PLACE = { channel: 'C0123456789', thread: '1741762800.000100' };
const USER = { id: 'U0123456789', name: 'ada' };
const AT = '2026-03-12T07:00:00Z';

const PARSERS: readonly (readonly [(body: string) => unknown, readonly unknown[]])[] = [
  [
    parseEvaluateMessage,
    [
      { podguard: 'rejudge', key: KEY, read: true, origin: 'live' },
      { podguard: 'replay', event: {} },
    ],
  ],
  [parseDueMessage, [{ podguard: 'due', key: KEY }]],
  [
    parseChannelMessage,
    [
      { podguard: 'transitions', transitions: [aTransition()], silent: true },
      { podguard: 'remediation', remediation: aRemediation(), finding: aTransition().finding },
      {
        podguard: 'digest',
        digest: {
          v: 1,
          id: 'd',
          title: 't',
          account: '111122223333',
          report: null,
          notes: ['n'],
          transitions: 1,
          open: { high: 1 },
          ended: 0,
          rules: [{ rule: 'r', title: 't', severity: 'high', open: 1, ended: 0 }],
          moreRules: 0,
          worst: [],
        },
      },
    ],
  ],
  [
    parseRejudgeAllMessage,
    [{ podguard: 'rejudge-all', run: 'r', from: 'a', pass: 1, sent: 2, settling: { checks: 1, calm: 0 } }],
  ],
  [
    parseActionMessage,
    [
      {
        podguard: 'action',
        id: 'a',
        at: AT,
        user: USER,
        about: ABOUT,
        place: PLACE,
        wish: { kind: 'exempt', reason: 'r', days: 3, seen: { at: AT, severity: 'high' } },
      },
      {
        podguard: 'action',
        id: 'a',
        at: AT,
        user: USER,
        about: ABOUT,
        place: PLACE,
        wish: { kind: 'approve', remediation: 'rm-1', planHash: 'h' },
      },
    ],
  ],
  [
    parseRemediateMessage,
    [
      {
        podguard: 'remediate',
        step: 'begin',
        transition: 't',
        finding: 'pg-1',
        rule: 'r',
        key: KEY,
        opened: 'e',
        notBefore: AT,
      },
    ],
  ],
];

/** The bodies of the queues. */
export const messages = defineTarget<{ readonly queue: number; readonly body: string }>(
  'messages',
  700_000,
  async () => ({
    make(random) {
      const queue = random.below(PARSERS.length);
      const seeds = PARSERS[queue]![1];
      const body = json(mutate(random.pick(seeds), random, seeds));
      return { queue, body: random.percent(15) ? mutateText(body, random) : body };
    },
    feed({ queue, body }) {
      const parsed = PARSERS[queue]![0](body);
      return { outcome: [parsed, isStartEvent(parsed)] };
    },
  }),
);

/** What starts a step of drift: from the state machine, and from whoever may start it. */
export const driftEvents = defineTarget<unknown>('drift-events', 250_000, async () => {
  const seeds = [
    { step: 'plan', run: 'r', startedAt: AT, account: '111122223333' },
    { step: 'scan', shard: { listing: 'roles', place: {} }, run: {} },
  ];
  return {
    make: (random) => mutate(random.pick(seeds), random, seeds),
    feed: (value) => ({ outcome: parseDriftEvent(value) }),
  };
});

const SECRET = 'a-signing-secret';
const NOW = new Date(AT);
const TIMESTAMP = String(NOW.getTime() / 1000);
const PRESSED = {
  type: 'block_actions',
  user: USER,
  trigger_id: '1.2.abc',
  channel: { id: PLACE.channel },
  message: { ts: PLACE.thread, thread_ts: PLACE.thread },
  actions: [{ action_id: SLACK_ACTIONS.exempt, value: toActionValue({ ...ABOUT, severity: 'high' }) }],
};
const SUBMITTED = {
  type: 'view_submission',
  user: USER,
  view: {
    id: 'V1',
    callback_id: SLACK_ACTIONS.exempt,
    private_metadata: json({ v: 1, ...ABOUT, ...PLACE, at: AT, severity: 'high' }),
    state: {
      values: {
        reason: { reason: { type: 'plain_text_input', value: 'known' } },
        days: { days: { type: 'static_select', selected_option: { value: '30' } } },
      },
    },
  },
};
const PRESSES = [SLACK_ACTIONS.acknowledge, SLACK_ACTIONS.approve, SLACK_ACTIONS.reject].map((action_id) => ({
  ...PRESSED,
  actions: [
    { action_id, value: json({ v: 1, ...ABOUT, severity: 'high', remediation: 'rm-1', planHash: 'h' }) },
  ],
}));
const PAYLOADS = [PRESSED, SUBMITTED, ...PRESSES];

interface Call {
  readonly isSigned: boolean;
  readonly call: Parameters<ReturnType<typeof createSlackActions>>[0];
}

/** Lambda hands headers on as strings, whatever they hold. */
function withOtherHeader(
  headers: Readonly<Record<string, string>>,
  random: Random,
): Readonly<Record<string, string>> {
  const name = random.pick(Object.keys(headers));
  return { ...headers, [name]: mutateText(headers[name] ?? '', random) };
}

/** What comes to the public address, signed by Slack and not. */
export const slackCalls = defineTarget<Call>('slack', 250_000, async () => ({
  make(random) {
    const payload = json(mutate(random.pick(PAYLOADS), random, PAYLOADS));
    const form = new URLSearchParams({
      payload: random.percent(10) ? mutateText(payload, random) : payload,
    }).toString();
    const body = random.percent(10) ? mutateText(form, random) : form;
    const isSigned = random.percent(85);
    const signature = `v0=${createHmac('sha256', isSigned ? SECRET : 'another')
      .update(`v0:${TIMESTAMP}:${body}`)
      .digest('hex')}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': TIMESTAMP,
      'x-slack-signature': signature,
    };
    const isEncoded = random.percent(50);
    const call = {
      headers,
      requestContext: { http: { method: 'POST' } },
      body: isEncoded ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded: isEncoded,
    };
    return {
      isSigned,
      call: random.percent(10) ? { ...call, headers: withOtherHeader(headers, random) } : call,
    };
  },
  async feed({ isSigned, call }) {
    const sent: QueueMessage[] = [];
    const failures: unknown[] = [];
    const opened: unknown[] = [];
    const answer = createSlackActions({
      secret: async () => SECRET,
      state: createMemoryServiceState(createMemoryStore()),
      queue: { send: async (some) => void sent.push(...some) },
      openDialog: async (trigger, dialog) => void opened.push([trigger, dialog]),
      onRefusal: () => {},
      report: (notice) => void (notice.kind === 'failed' && failures.push(notice.error)),
      now: () => NOW,
    });
    const told = await answer(call);
    if (failures.length > 0) throw failures[0];
    for (const { body } of sent) parseActionMessage(body);
    const done = sent.length + opened.length;
    return {
      outcome: [told, sent, opened],
      accusation: done > 0 && !isSigned ? 'what Slack did not sign was done' : undefined,
    };
  },
}));
