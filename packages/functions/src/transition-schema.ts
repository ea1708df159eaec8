import { SEVERITIES } from '@podguard/core';
import * as z from 'zod/mini';

const text = z.string();
const textOrNull = z.nullable(text);
const severity = z.enum(SEVERITIES);

const opening = z.looseObject({
  at: text,
  eventId: text,
  eventName: text,
  actor: text,
  session: textOrNull,
  sourceIdentity: textOrNull,
  invokedBy: textOrNull,
  tool: textOrNull,
  sourceIp: textOrNull,
  userAgent: textOrNull,
});

const exemption = z.looseObject({ id: text, reason: text, author: text, until: text });

/** What channels show of a transition; a newer function may have put more into it. */
export const transitionSchema = z.looseObject({
  id: text,
  type: z.enum(['opened', 'worsened', 'eased', 'resolved', 'reopened', 'exempted', 'exemption-ended']),
  severity,
  at: text,
  cause: text,
  eventId: text,
  by: opening,
  ended: z.optional(z.looseObject({ exemption, reason: text })),
  finding: z.looseObject({
    id: text,
    rule: text,
    title: text,
    method: text,
    severity,
    status: text,
    resource: z.looseObject({ kind: text, key: text, account: text, region: text }),
    broken: z.boolean(),
    unverified: z.boolean(),
    summary: text,
    evidence: z.array(
      z.looseObject({
        path: text,
        value: z.custom((value) => value !== undefined, 'no value'),
      }),
    ),
    witness: z.nullable(z.looseObject({ text })),
    reasons: z.array(text),
    opened: z.nullable(opening),
    changes: z.array(z.looseObject({ from: severity, to: severity })),
    resolved: z.nullable(z.extend(opening, { reason: text })),
    // What an older function put into the queue has none of these.
    exemption: z.optional(z.nullable(exemption)),
    acknowledged: z.optional(z.nullable(z.looseObject({ by: text, at: text }))),
    owner: z.optional(z.nullable(z.looseObject({ name: text, from: text }))),
  }),
});
