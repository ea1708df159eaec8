import {
  type Exemption,
  type Item,
  isWithinYear,
  KIND_NAMES,
  type PersonAction,
  SEVERITIES,
  type Transition,
} from '@podguard/core';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

// The small zod has no words of its own.
z.config(en());

/** They check and are not used to copy: a copy would lose members that are called `__proto__`. */
export const itemSchema = z.lazy(() => schemas().item);
export const transitionSchema = z.lazy(() => schemas().transition);
export const exemptionSchema = z.lazy(() => schemas().exemption);
export const actionSchema = z.lazy(() => schemas().action);

let made: ReturnType<typeof make> | undefined;

/** Made when something was read, which the first event of a new resource waits for in vain. */
function schemas() {
  made ??= make();
  return made;
}

/** A record of zod passes over a member `__proto__`, which JSON may have, and checks see a copy without it. */
function recordOf<T extends z.ZodMiniType>(member: T) {
  const isWhole = (all: unknown): boolean => {
    const found = Object.getOwnPropertyDescriptor(Object(all), '__proto__');
    return found === undefined || member.safeParse(found.value).success;
  };
  return z.pipe(
    z.unknown().check(z.refine(isWhole, '__proto__ is no such member')),
    z.record(z.string(), member),
  );
}

function make() {
  const severity = z.enum(SEVERITIES);
  const moment = z.looseObject({ time: z.string(), rank: z.literal([0, 1, 2]) });
  const stamp = z.extend(moment, { eventId: z.string() });
  const cause = z.looseObject({
    eventId: z.string(),
    eventName: z.string(),
    eventSource: z.string(),
    at: z.string(),
    actor: z.looseObject({ principal: z.string(), type: z.string() }),
  });
  const turn = z.looseObject({ stamp, cause });
  const text = z.string();
  const count = z.int().check(z.nonnegative());
  const unknowns = z.record(z.string(), z.unknown());

  const changeFields = { kind: z.enum(KIND_NAMES), key: text, account: text, region: text, stamp, cause };
  const told = {
    fields: recordOf(z.looseObject({})),
    sets: recordOf(z.nullable(unknowns)),
  };
  const change = z.discriminatedUnion('op', [
    z.looseObject({ op: z.literal('put'), ...changeFields, ...told, creates: z.boolean() }),
    z.looseObject({ op: z.literal('patch'), ...changeFields, ...told }),
    z.looseObject({ op: z.literal('delete'), ...changeFields }),
  ]);
  const use = z.looseObject({ op: z.literal('activity'), ...changeFields, use: text });

  const register = z.extend(moment, {
    values: z.array(z.looseObject({ eventId: text, rank: z.literal([0, 1, 2]) })),
  });
  const registers = z.looseObject({
    first: text,
    marks: z.array(z.looseObject({ op: z.enum(['create', 'whole', 'delete']), stamp })),
    fields: recordOf(register),
    sets: recordOf(
      z.looseObject({
        asOf: z.nullable(moment),
        lostAt: z.optional(stamp),
        members: recordOf(register),
      }),
    ),
  });

  const life = z.looseObject({
    rule: text,
    opened: turn,
    resolved: z.nullable(z.extend(turn, { reason: text })),
    severity,
    summary: text,
    evidence: z.array(z.looseObject({ path: text })),
    unverified: z.boolean(),
    reasons: z.array(text),
    changes: z.array(z.extend(turn, { from: severity, to: severity })),
  });

  const announced = z.looseObject({
    status: z.enum(['open', 'resolved']),
    severity,
    opened: text,
    until: text,
    exemption: z.optional(z.looseObject({ id: text, reason: text, author: text, until: text })),
    accepted: z.optional(
      z.array(
        z.looseObject({
          exemption: text,
          severity,
          from: z.optional(text),
          outgrown: z.optional(z.literal(true)),
        }),
      ),
    ),
    tellings: z.optional(count),
    acknowledged: z.optional(z.looseObject({ by: text, at: text })),
  });

  const transitionFields = {
    id: text,
    type: z.enum(['opened', 'worsened', 'eased', 'resolved', 'reopened', 'exempted', 'exemption-ended']),
    severity,
    at: text,
    cause: z.enum(['record', 'drift', 'catalogue', 'configuration', 'exemption']),
    replayed: z.optional(z.literal(true)),
    eventId: text,
    by: z.looseObject({ at: text, eventId: text, actor: text }),
    finding: z.looseObject({ v: z.literal(1), id: text, rule: text, status: text }),
    ended: z.optional(
      z.looseObject({ exemption: z.looseObject({ id: text, author: text, until: text }), reason: text }),
    ),
  } satisfies Readonly<Record<keyof Transition, z.ZodMiniType>>;

  const itemFields = {
    kind: z.enum(KIND_NAMES),
    key: text,
    account: text,
    region: text,
    base: z.nullable(registers),
    horizon: z.nullable(stamp),
    log: z.array(change),
    activity: recordOf(z.looseObject({ first: use, last: use })),
    version: z.int().check(z.positive()),
    judgedWith: text,
    late: count,
    present: z.boolean(),
    goneAt: z.nullable(text),
    edges: z.array(text),
    judgedAt: z.nullable(text),
    since: z.nullable(stamp),
    carried: z.array(life),
    past: z.array(life),
    lives: z.array(life),
    undecided: z.array(
      z.looseObject({
        rule: text,
        missing: z.array(text),
        undecidable: z.optional(z.literal(true)),
        failed: z.optional(text),
      }),
    ),
    pending: z.nullable(
      z.looseObject({
        version: count,
        spread: z.boolean(),
        due: z.optional(text),
        recast: z.optional(z.looseObject({ cause: text, events: z.array(text) })),
        origin: z.optional(z.enum(['live', 'replayed'])),
      }),
    ),
    announced: recordOf(announced),
    outgoing: z.nullable(
      z.looseObject({ version: count, transitions: z.array(z.looseObject(transitionFields)) }),
    ),
  } satisfies Readonly<Record<keyof Item, z.ZodMiniType>>;

  const texts = z.array(text);
  const time = z.iso.datetime();
  const exemptionFields = {
    id: text,
    rules: texts,
    resources: texts,
    accounts: texts,
    tags: recordOf(text),
    severity: z.optional(severity),
    reason: text,
    author: text,
    since: time,
    until: time,
    origin: z.enum(['configuration', 'cli', 'slack']),
    removed: z.optional(z.looseObject({ at: text, by: text })),
  } satisfies Readonly<Record<keyof Exemption, z.ZodMiniType>>;

  const exemption = z
    .looseObject(exemptionFields)
    .check(z.refine(isWithinYear, 'it lasts longer than a year'));

  const action = z.looseObject({
    id: text,
    at: text,
    by: text,
    kind: z.enum(['acknowledge', 'exempt', 'approve', 'reject']),
    finding: text,
    rule: text,
    key: text,
    remediation: z.optional(text),
    outcome: z.enum(['done', 'nothing-to-do', 'refused']),
    note: text,
    told: z.boolean(),
  } satisfies Readonly<Record<keyof PersonAction, z.ZodMiniType>>);
  return { item: z.looseObject(itemFields), transition: z.looseObject(transitionFields), exemption, action };
}
