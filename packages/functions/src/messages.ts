import { type Finding, type Remediation, remediationSchema, someText, type Transition } from '@podguard/core';
import type { Digest, ShadowReport } from '@podguard/notify';
import * as z from 'zod/mini';
import { type ActionMessage, actionMessage } from './action-message.ts';
import { checked, jsonOf } from './checked-message.ts';
import { digestSchema } from './digest-schema.ts';
import type { RejudgeMessage, ReplayMessage } from './evaluate-message.ts';
import { type RemediateMessage, remediateMessage } from './remediate-message.ts';
import { shadowReportSchema } from './shadow-report-schema.ts';
import { transitionSchema } from './transition-schema.ts';

const due = z.strictObject({ podguard: z.literal('due'), key: someText });

/** Told as the store parsed it: what a channel shows of it is checked here, the rest is passed on. */
const transition = z.pipe(
  z.custom<Transition>((value) => transitionSchema.safeParse(value).success, 'no transition'),
  z.transform((told) => ({ ...told, finding: { ...NOT_TOLD_BEFORE, ...told.finding } })),
);

/** What an older function did not put into a queue. */
const NOT_TOLD_BEFORE = { exemption: null, acknowledged: null, owner: null } as const;

const digest = z.custom<Digest>((value) => digestSchema.safeParse(value).success, 'no digest');

const finding = z.custom<Finding>(
  (value) => transitionSchema.shape.finding.safeParse(value).success,
  'no finding',
);
const remediation = z.custom<Remediation>(
  (value) => remediationSchema.safeParse(value).success,
  'no remediation',
);
const shadowReport = z.custom<ShadowReport>(
  (value) => shadowReportSchema.safeParse(value).success,
  'no report of shadow mode',
);

const channel = z.discriminatedUnion('podguard', [
  z.strictObject({
    podguard: z.literal('transitions'),
    transitions: z.array(transition).check(z.refine((list) => list.length > 0)),
    /** Only what was posted of them before is brought up to date. */
    silent: z.optional(z.literal(true)),
  }),
  z.strictObject({ podguard: z.literal('digest'), digest }),
  /** After each turn of a remediation; the finding as it is now, null where it is gone. */
  z.strictObject({ podguard: z.literal('remediation'), remediation, finding: z.nullable(finding) }),
  z.strictObject({ podguard: z.literal('shadow-report'), report: shadowReport }),
]);

const count = z.int().check(z.nonnegative());
const rejudgeAll = z.strictObject({
  podguard: z.literal('rejudge-all'),
  run: someText,
  /** Where the table goes on; absent at its beginning. */
  from: z.optional(z.string()),
  /** How often the table was gone through before, and how many items were sent to be judged. */
  pass: z._default(count, 0),
  sent: z._default(count, 0),
  /** All were sent: how often it was looked whether they are judged, and was found so one after the other. */
  settling: z.optional(z.strictObject({ checks: count, calm: count })),
});

/** A first call of a run, by the deployment. */
const start = z.strictObject({ start: someText });

export type DueMessage = z.output<typeof due>;
export type ChannelMessage = z.output<typeof channel>;
export type RejudgeAllMessage = z.output<typeof rejudgeAll>;
export type StartEvent = z.output<typeof start>;

export function parseDueMessage(body: string): DueMessage {
  return checked(due, jsonOf(body, 'due'), 'due');
}

export function parseChannelMessage(body: string): ChannelMessage {
  return checked(channel, jsonOf(body, 'channel'), 'channel');
}

export function parseRejudgeAllMessage(body: string): RejudgeAllMessage {
  return checked(rejudgeAll, jsonOf(body, 'rejudge'), 'rejudge');
}

export function parseActionMessage(body: string): ActionMessage {
  return checked(actionMessage, jsonOf(body, 'actions'), 'actions');
}

export function parseRemediateMessage(body: string): RemediateMessage {
  return checked(remediateMessage, jsonOf(body, 'remediate'), 'remediate');
}

export function isStartEvent(event: unknown): event is StartEvent {
  return start.safeParse(event).success;
}

export type Message =
  | ActionMessage
  | RejudgeMessage
  | ReplayMessage
  | DueMessage
  | ChannelMessage
  | RejudgeAllMessage
  | RemediateMessage;
