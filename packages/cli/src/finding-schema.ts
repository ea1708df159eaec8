import { type Finding, type JsonValue, type Kind, METHODS, SEVERITIES } from '@podguard/core';
import { z } from 'zod';

const text = z.string();
/** JSON nested deeper cannot be written again everywhere. */
const DEEPEST = 100;
const json = z.custom<JsonValue>((value) => value !== undefined && isShallow(value, DEEPEST));
const severity = z.enum(SEVERITIES);

/** What came later than the first files of findings is not in them. */
const maybe = text.nullable().default(null);
/** A newer version knows more kinds of resources: of what it found they are but the name. */
const kind = z.custom<Kind>((value) => typeof value === 'string' && /^[a-z][a-z0-9-]*$/.test(value));

const place = z.object({ file: text, line: z.int().min(1) });

const opening = z.object({
  at: text,
  eventId: text,
  eventName: text,
  actor: text,
  session: maybe,
  sourceIdentity: maybe,
  invokedBy: maybe,
  tool: maybe,
  sourceIp: maybe,
  userAgent: maybe,
});

/** A finding as `scan` and `check` write it, and as it may be written without what is not always told. */
export const findingSchema: z.ZodType<Finding> = z
  .object({
    v: z.literal(1),
    id: text,
    rule: text,
    title: text.optional(),
    method: z.enum(METHODS),
    severity,
    status: z.enum(['open', 'resolved', 'exempt']),
    resource: z.object({ kind, key: text, account: text, region: text, arn: text.exactOptional() }),
    broken: z.boolean(),
    unverified: z.boolean(),
    cause: z.enum(['record', 'drift', 'catalogue', 'configuration', 'exemption']),
    summary: text,
    evidence: z.array(z.object({ path: text, value: json })),
    witness: z.object({ text, request: json }).nullable(),
    reasons: z.array(text).default([]),
    opened: opening.nullable(),
    changes: z
      .array(
        z.object({
          type: z.enum(['worsened', 'eased']),
          from: severity,
          to: severity,
          at: text,
          eventId: text,
        }),
      )
      .default([]),
    resolved: opening.extend({ reason: text }).nullable(),
    source: place
      .extend({ also: z.array(place.extend({ path: text.exactOptional() })).exactOptional() })
      .nullable(),
    exemption: z.object({ id: text, reason: text, author: text, until: text }).nullable().default(null),
    acknowledged: z.object({ by: text, at: text }).nullable().default(null),
    owner: z
      .object({ name: text, from: z.enum(['tag', 'configuration', 'creator']) })
      .nullable()
      .default(null),
  })
  .transform(({ title, ...finding }) => ({ ...finding, title: title ?? finding.rule }));

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
