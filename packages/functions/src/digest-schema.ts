import { SEVERITIES, someText } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const severity = z.enum(SEVERITIES);
const TYPES = ['opened', 'worsened', 'eased', 'resolved', 'reopened', 'exempted', 'exemption-ended'] as const;

/** A digest as it lies in a channel's queue; a newer function may have put more into it. */
export const digestSchema = z.object({
  v: z.literal(1),
  id: someText,
  title: z.string(),
  account: z.string(),
  report: z.nullable(z.string()),
  reportLink: z.optional(z.string()),
  notes: z.array(z.string()),
  transitions: count,
  types: z.optional(z.array(z.enum(TYPES))),
  open: z.record(severity, count),
  ended: count,
  rules: z.array(z.object({ rule: z.string(), title: z.string(), severity, open: count, ended: count })),
  moreRules: count,
  worst: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      severity,
      summary: z.string(),
      resource: z.string(),
      openedAt: z.nullable(z.string()),
    }),
  ),
}) satisfies z.ZodMiniType<Digest>;
