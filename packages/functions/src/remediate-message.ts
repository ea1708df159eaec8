import { someText } from '@podguard/core';
import * as z from 'zod/mini';

const name = someText;
const ours = { podguard: z.literal('remediate') };

/** What the remediate queue carries. */
export const remediateMessage = z.discriminatedUnion('step', [
  /** A transition was told whose rule is not off. */
  z.strictObject({
    ...ours,
    step: z.literal('begin'),
    transition: name,
    finding: name,
    rule: name,
    key: name,
    /** The event that opened that life of the finding. */
    opened: name,
    /** It was put off until then: what a queue delivers earlier is sent again. */
    notBefore: z.optional(z.iso.datetime()),
  }),
  /** Somebody decided about a remediation. */
  z.strictObject({ ...ours, step: z.literal('proceed'), remediation: name }),
  /** What others changed meanwhile may still come to be known. */
  z.strictObject({ ...ours, step: z.literal('watch'), remediation: name }),
  /** From a clock: what lies is gone on with. */
  z.strictObject({ ...ours, step: z.literal('sweep') }),
]);

export type RemediateMessage = z.output<typeof remediateMessage>;
