import * as z from 'zod/mini';
import { KIND_NAMES } from './kinds.ts';
import {
  type GuardResult,
  REMEDIATION_STATUSES,
  REMEDIATORS,
  type Remediation,
  type RemediationPlan,
  type RemediationStep,
} from './remediation.ts';
import { SEVERITIES } from './verdict.ts';

/** As it is stored, and sent. It checks and is not used to copy: a copy would lose members that are called `__proto__`. */
export const remediationSchema = z.lazy(make);

/** Most that reads the rest of this package never asks for it. */
function make() {
  const text = z.string();
  const texts = z.array(text);
  const time = z.iso.datetime();
  const count = z.int().check(z.nonnegative());
  const severity = z.enum(SEVERITIES);
  const status = z.enum(REMEDIATION_STATUSES);

  const step = z.looseObject({
    action: text,
    region: text,
    input: z.record(text, z.json()),
    words: text,
  } satisfies Readonly<Record<keyof RemediationStep, z.ZodMiniType>>);

  const plan = z.looseObject({
    remediator: z.enum(REMEDIATORS),
    summary: text,
    target: z.looseObject({ kind: z.enum(KIND_NAMES), key: text, account: text, region: text }),
    steps: z.array(step),
    undo: z.array(step),
    fields: z.array(z.looseObject({ name: text, before: z.json(), after: z.json() })),
    present: z.looseObject({ before: z.boolean(), after: z.boolean() }),
    stage: z.optional(text),
    assigned: z.optional(texts),
    restoredKey: z.optional(text),
    mayBreak: texts,
    byPeople: z.optional(texts),
    facts: texts,
    affected: z.looseObject({ keys: texts, count }),
    ends: texts,
    opens: texts,
  } satisfies Readonly<Record<keyof RemediationPlan, z.ZodMiniType>>);

  const guard = z.union([
    z.looseObject({ guard: text, ok: z.literal(true), overruled: z.optional(text) }),
    z.looseObject({
      guard: text,
      ok: z.literal(false),
      reason: text,
      unanswerable: z.optional(z.literal(true)),
      until: z.optional(text),
    } satisfies Readonly<Record<keyof Extract<GuardResult, { ok: false }>, z.ZodMiniType>>),
  ]);

  const called = {
    principal: text,
    readAt: text,
    startedAt: text,
    endedAt: z.nullable(text),
    unchanged: z.optional(z.enum(['refused', 'otherwise'])),
  } satisfies Readonly<Record<keyof NonNullable<Remediation['applied']>, z.ZodMiniType>>;
  const applied = z.nullable(z.looseObject(called));
  const undone = z.nullable(
    z.looseObject({
      ...called,
      overwritten: z.optional(z.array(z.looseObject({ name: text, found: z.json() }))),
    } satisfies Readonly<Record<keyof NonNullable<Remediation['undone']>, z.ZodMiniType>>),
  );

  return z.looseObject({
    v: z.literal(1),
    id: text,
    version: z.int().check(z.positive()),
    finding: text,
    rule: text,
    severity,
    key: text,
    opened: text,
    mode: z.enum(['shadow', 'propose', 'auto', 'manual']),
    status,
    plan: z.nullable(plan),
    planHash: text,
    forced: z.boolean(),
    guards: z.array(guard),
    createdAt: time,
    expiresAt: z.nullable(time),
    approvalsNeeded: count,
    approvals: z.array(z.looseObject({ by: text, at: text })),
    lease: z.nullable(z.looseObject({ holder: text, until: time })),
    applied,
    undone,
    restoredKey: z.nullable(text),
    foreign: z.array(z.looseObject({ eventId: text, eventName: text, at: text, by: text })),
    history: z.array(z.looseObject({ status, at: text, by: text, note: text })),
    told: z.looseObject({ turns: count, foreign: count }),
  } satisfies Readonly<Record<keyof Remediation, z.ZodMiniType>>);
}
