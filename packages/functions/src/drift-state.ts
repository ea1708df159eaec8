import { ServiceError, someText } from '@podguard/core';
import * as z from 'zod/mini';

const time = z.iso.datetime();

/** Ids are names of files and, where somebody starts a run, of an execution. */
const runId = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9][\w.:-]{0,59}$/,
      'has 1 to 60 letters, digits, hyphens and dots, a letter or a digit first',
    ),
  );
const kind = z.enum(['baseline', 'drift']);
const run = z.strictObject({ run: runId, kind, startedAt: time });
const count = z.int().check(z.nonnegative());

/** What Step Functions says of a step that failed; the cause is a text of ours or of Lambda's. */
const fault = z.looseObject({ Error: z._default(z.string(), ''), Cause: z._default(z.string(), '') });
const errors = z._default(z.record(z.string(), fault), {});

/** What an execution of the state machine is started with. */
const input = z.strictObject({
  run: runId,
  kind: z.optional(kind),
  by: z._default(z.enum(['schedule', 'start']), 'start'),
});

/** Where a run is after its plan. */
const along = z.object({
  run,
  errors,
  /** Where the store goes on to be compared. */
  from: z.optional(z.string()),
  /** How often each loop was gone through. */
  turns: z._default(z.record(z.string(), count), {}),
  settling: z.optional(z.strictObject({ since: time, calm: count })),
});

const batch = z.object({ run, batch: z.string(), slices: z._default(count, 0) });

const execution = someText;
const step = z.discriminatedUnion('step', [
  z.object({ step: z.literal('plan'), execution, state: input }),
  z.object({ step: z.literal('scan'), execution, state: batch }),
  z.object({ step: z.literal('give-up'), execution, state: batch }),
  z.object({ step: z.literal('reconcile'), execution, state: along }),
  z.object({ step: z.literal('explain'), execution, state: along }),
  z.object({ step: z.literal('settle'), execution, state: along }),
  z.object({ step: z.literal('report'), execution, state: along }),
  z.object({ step: z.literal('abandon'), execution }),
]);
/** By a deploy, or by a person. */
const start = z.strictObject({
  start: runId.check(z.regex(/^[\w.-]+$/, 'has no colon')),
  kind: z.optional(kind),
});

export type DriftStepEvent = z.output<typeof step>;
export type DriftStart = z.output<typeof start>;
export type Along = z.output<typeof along>;
export type Batch = z.output<typeof batch>;
export type DriftInput = z.input<typeof input>;

const event = z.union([step, start]);

/** What the function `drift` is called with: a step of the state machine, or the id of a run to start. */
export function parseDriftEvent(value: unknown): DriftStepEvent | DriftStart {
  const result = event.safeParse(value);
  if (result.success) return result.data;
  throw new ServiceError(
    'message-malformed',
    `the function drift is called with {"start": "ID"}, or by its state machine with a step: ${z.prettifyError(result.error)}`,
  );
}
