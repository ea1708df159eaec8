import {
  type Finding,
  type Remediation,
  remediationSchema,
  ServiceError,
  type Transition,
} from '@podguard/core';
import type { Digest, ShadowReport } from '@podguard/notify';
import * as z from 'zod/mini';
import { type ActionMessage, actionMessage } from './action-message.ts';
import { digestSchema } from './digest-schema.ts';
import { type RemediateMessage, remediateMessage } from './remediate-message.ts';
import { shadowReportSchema } from './shadow-report-schema.ts';
import { transitionSchema } from './transition-schema.ts';

/** Ours by `podguard`, which no event of EventBridge has. */
const rejudge = z.strictObject({
  podguard: z.literal('rejudge'),
  key: z.string().check(z.minLength(1)),
  /** After another read of the account: what events left open was too young for the one before. */
  read: z.optional(z.literal(true)),
  /** By what that changed which asks for it. */
  origin: z.optional(z.enum(['live', 'replayed'])),
});
/** A record that an operator sends again, as EventBridge sent it or would have. */
const replay = z.strictObject({ podguard: z.literal('replay'), event: z.unknown() });
const due = z.strictObject({ podguard: z.literal('due'), key: z.string().check(z.minLength(1)) });

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
    transitions: z.array(transition).check(z.minLength(1)),
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
  run: z.string().check(z.minLength(1)),
  /** Where the table goes on; absent at its beginning. */
  from: z.optional(z.string()),
  /** How often the table was gone through before, and how many items were sent to be judged. */
  pass: z._default(count, 0),
  sent: z._default(count, 0),
  /** All were sent: how often it was looked whether they are judged, and was found so one after the other. */
  settling: z.optional(z.strictObject({ checks: count, calm: count })),
});

/** A first call of a run, by the deployment. */
const start = z.strictObject({ start: z.string().check(z.minLength(1)) });

export type RejudgeMessage = z.output<typeof rejudge>;
export type ReplayMessage = z.output<typeof replay>;
export type DueMessage = z.output<typeof due>;
export type ChannelMessage = z.output<typeof channel>;
export type RejudgeAllMessage = z.output<typeof rejudgeAll>;
export type StartEvent = z.output<typeof start>;

/** What the evaluate queue carries: a message of ours, or the value that EventBridge sent. */
export type EvaluateMessage =
  | RejudgeMessage
  | ReplayMessage
  | { readonly podguard?: undefined; readonly value: unknown };

const ours = z.discriminatedUnion('podguard', [rejudge, replay]);

export function parseEvaluateMessage(body: string): EvaluateMessage {
  const value = jsonOf(body, 'evaluate');
  return isObject(value) && 'podguard' in value ? checked(ours, value, 'evaluate') : { value };
}

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

export function toMessageBody(message: Message): string {
  return toSafeJson(message);
}

/**
 * JSON that SQS takes: it refuses U+FFFE and U+FFFF, which names may hold; the other characters that it refuses JSON escapes.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}

function jsonOf(body: string, queue: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    // The engine's own message quotes the input.
    if (error instanceof SyntaxError) throw malformed(queue, 'it is no JSON');
    throw error;
  }
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, queue: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw malformed(queue, z.prettifyError(result.error));
}

function malformed(queue: string, reason: string): ServiceError {
  return new ServiceError(
    'message-malformed',
    `a message on the ${queue} queue cannot be read, and goes to its dead-letter queue: ${reason}`,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
