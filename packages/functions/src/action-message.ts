import { SEVERITIES, someText } from '@podguard/core';
import * as z from 'zod/mini';

const text = someText;

/** Ids that Slack gives; who is named by one of another form is nobody. */
export const slackId = z.string().check(z.regex(/^[A-Z][A-Z0-9]{1,20}$/));
export const slackTime = z.string().check(z.regex(/^\d{1,12}\.\d{1,9}$/));

/** The message whose button was pressed: its channel, and the time of the message that began the thread. */
export const slackPlace = z.strictObject({ channel: slackId, thread: slackTime });

export const aboutFinding = z.strictObject({ finding: text, key: text, rule: text });

/** As of when, and at which severity, a person saw what is to be accepted. */
export const seen = z.strictObject({ at: z.iso.datetime(), severity: z.enum(SEVERITIES) });

/** A remediation, and the plan that a person saw. */
export const reviewed = z.strictObject({ remediation: text, planHash: text });

const wish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('acknowledge') }),
  z.strictObject({ kind: z.literal('exempt'), reason: text, days: z.int().check(z.positive()), seen }),
  z.strictObject({ kind: z.literal('approve'), ...reviewed.shape }),
  z.strictObject({ kind: z.literal('reject'), reason: text, ...reviewed.shape }),
]);

/** What somebody asked for in Slack, to be done: the same request has the same id. */
export const actionMessage = z.strictObject({
  podguard: z.literal('action'),
  id: text,
  at: z.iso.datetime(),
  /** The name as the person chose it. */
  user: z.strictObject({ id: slackId, name: z.string() }),
  about: aboutFinding,
  place: slackPlace,
  wish,
});

export type ActionMessage = z.output<typeof actionMessage>;
export type AboutFinding = z.output<typeof aboutFinding>;
export type ReviewedPlan = z.output<typeof reviewed>;
export type Seen = z.output<typeof seen>;
export type SlackPlace = z.output<typeof slackPlace>;
export type SlackUser = ActionMessage['user'];
