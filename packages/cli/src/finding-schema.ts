import { type Finding, type JsonValue, KIND_NAMES, METHODS, SEVERITIES } from '@podguard/core';
import { z } from 'zod';

const text = z.string();
/** JSON nested deeper cannot be written again everywhere. */
const DEEPEST = 100;
const json = z.custom<JsonValue>((value) => value !== undefined && isShallow(value, DEEPEST));
const severity = z.enum(SEVERITIES);

const opening = z.object({
  at: text,
  eventId: text,
  eventName: text,
  actor: text,
  session: text.nullable(),
  sourceIdentity: text.nullable(),
  invokedBy: text.nullable(),
  tool: text.nullable(),
  sourceIp: text.nullable(),
  userAgent: text.nullable(),
});

/** A finding as `scan` and `check` write it. */
export const findingSchema: z.ZodType<Finding> = z.object({
  v: z.literal(1),
  id: text,
  rule: text,
  title: text,
  method: z.enum(METHODS),
  severity,
  status: z.enum(['open', 'resolved']),
  resource: z.object({ kind: z.enum(KIND_NAMES), key: text, account: text, region: text }),
  broken: z.boolean(),
  unverified: z.boolean(),
  cause: z.literal('record'),
  summary: text,
  evidence: z.array(z.object({ path: text, value: json })),
  witness: z.object({ text, request: json }).nullable(),
  reasons: z.array(text),
  opened: opening.nullable(),
  changes: z.array(
    z.object({ type: z.enum(['worsened', 'eased']), from: severity, to: severity, at: text, eventId: text }),
  ),
  resolved: opening.extend({ reason: text }).nullable(),
  source: z.object({ file: text, line: z.int().min(1) }).nullable(),
});

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
