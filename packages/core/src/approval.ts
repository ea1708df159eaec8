import * as z from 'zod/mini';
import type { JsonValue } from './json.ts';
import { KIND_NAMES, type Kind } from './kinds.ts';
import { someText } from './some-text.ts';

/** The state of a resource that a person called right: where it differs later, that is drift, also where no rule fails. */
export interface Approval {
  readonly key: string;
  readonly kind: Kind;
  readonly account: string;
  readonly region: string;
  /** What was known then, by the kind's names. `null` in place of both: that there is none. */
  readonly state: ApprovedState | null;
  /** Who approved it, and when: ISO 8601 in whole seconds. */
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

export interface ApprovedState {
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly sets: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
}

const named = z.record(z.string(), z.json());
const text = someText;

/** As it is stored, and as people write it in a file. */
export const approvalSchema = z.strictObject({
  key: text,
  kind: z.enum(KIND_NAMES),
  account: z.string(),
  region: z.string(),
  state: z.nullable(z.strictObject({ fields: named, sets: z.record(z.string(), named) })),
  by: text,
  at: z.iso.datetime(),
  reason: z.nullable(z.string()),
} satisfies Readonly<Record<keyof Approval, z.ZodMiniType>>);
