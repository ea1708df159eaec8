import type { JsonValue, ServiceState } from '@podguard/core';
import type { Gap, LastRun, ReportedDifference } from '@podguard/report';
import * as z from 'zod/mini';

/** What the last run of an account told of itself, for reports of the store until the next one. */
export interface RunTold {
  readonly run: LastRun;
  /** As many as there is room for. */
  readonly gaps: readonly Gap[];
  readonly differences: readonly ReportedDifference[];
  /** Of all. */
  readonly counts: { readonly differences: number; readonly late: number };
}

const count = z.int().check(z.nonnegative());
const text = z.string();
const schema = z.strictObject({
  run: z.strictObject({
    account: text,
    id: text,
    kind: z.enum(['baseline', 'drift']),
    finishedAt: text,
    drifted: count,
    gaps: count,
  }),
  gaps: z.array(z.strictObject({ what: text, reason: text })),
  differences: z.array(
    z.strictObject({
      key: text,
      kind: text,
      region: text,
      type: z.enum(['appeared', 'changed', 'gone', 'unapproved']),
      fields: z.array(z.strictObject({ name: text, recorded: z.nullable(text), found: z.nullable(text) })),
      readAt: text,
      recordedAt: z.nullable(text),
      origin: z.enum(['missed', 'out-of-band', 'late', 'not-asked']),
      explanation: z.nullable(z.strictObject({ eventId: text, eventName: text, at: text, actor: text })),
      reason: z.nullable(text),
    }),
  ),
  counts: z.strictObject({ differences: count, late: count }),
});

const nameOf = (account: string): string => `drift-last ${account}`;
/** A mark is one item of the table, of at most 400 KB. */
const ROOM = 150_000;

/** Of an account that no run read, or of what another version wrote, there is nothing. */
export async function loadLastRun(
  state: Pick<ServiceState, 'loadMark'>,
  account: string,
): Promise<RunTold | undefined> {
  return schema.safeParse(await state.loadMark(nameOf(account))).data;
}

export async function keepLastRun(state: Pick<ServiceState, 'saveMark'>, told: RunTold): Promise<void> {
  const { gaps, differences, ...rest } = told;
  const mark = { ...rest, gaps: fitting(gaps), differences: fitting(differences) };
  await state.saveMark(nameOf(told.run.account), mark as unknown as JsonValue);
}

/** The first of them, in half of the room. */
function fitting<T>(all: readonly T[]): readonly T[] {
  let left = ROOM / 2;
  const end = all.findIndex((one) => {
    left -= Buffer.byteLength(JSON.stringify(one));
    return left < 0;
  });
  return end < 0 ? all : all.slice(0, end);
}
