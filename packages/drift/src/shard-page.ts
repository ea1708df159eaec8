import { type JsonValue, KIND_NAMES, ServiceError } from '@podguard/core';
import type { Gap } from '@podguard/report';
import * as z from 'zod/mini';
import type { Difference } from './difference.ts';
import type { News, ReadCounts, ShardPage } from './drift-run.ts';
import { shardSchema } from './shard.ts';

const field = z.strictObject({
  name: z.string(),
  recorded: z.optional(z.json()),
  found: z.optional(z.json()),
});

export const explanationSchema = z.strictObject({
  eventId: z.string(),
  eventName: z.string(),
  at: z.string(),
  actor: z.string(),
  sourceIp: z.optional(z.string()),
  userAgent: z.optional(z.string()),
});

export const originSchema = z.enum(['missed', 'out-of-band', 'late', 'not-asked']);
export const typeSchema = z.enum(['appeared', 'changed', 'gone', 'unapproved']);

export const differenceSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(KIND_NAMES),
  account: z.string(),
  region: z.string(),
  type: typeSchema,
  fields: z.array(field),
  readAt: z.string(),
  recordedAt: z.nullable(z.string()),
  origin: originSchema,
  explanation: z.nullable(explanationSchema),
  reason: z.nullable(z.string()),
} satisfies Readonly<Record<keyof Difference, z.ZodMiniType>>);

const count = z.int();

const pageSchema = z.strictObject({
  shard: shardSchema,
  listed: z.boolean(),
  seen: z.array(z.string()),
  differences: z.array(differenceSchema),
  news: z.array(z.strictObject({ key: z.string(), what: z.enum(['changed', 'appeared', 'learnt', 'gone']) })),
  again: z.array(z.strictObject({ key: z.string(), at: z.string() })),
  gaps: z.array(z.strictObject({ what: z.string(), reason: z.string() })),
  notListed: z.optional(z.array(z.string())),
  last: z.boolean(),
  counts: z.strictObject({ unchanged: count, changed: count, appeared: count, learnt: count }),
} satisfies Readonly<Record<keyof ShardPage, z.ZodMiniType>>);

/** A page as it was kept; another version's is none. */
export function parsePage(name: string, value: JsonValue): ShardPage {
  const { data, error } = pageSchema.safeParse(value);
  if (data !== undefined) return data as ShardPage;
  const reason = error?.issues[0]?.message ?? 'it is no page';
  throw new ServiceError(
    'item-malformed',
    `${name} of the drift run cannot be read (${reason}): start another run`,
  );
}

/** Of what was read those that are news, and the others. */
export function countsOf({
  seen,
  news,
  gaps,
}: {
  readonly seen: Iterable<string>;
  readonly news: readonly News[];
  readonly gaps: readonly Gap[];
}): ReadCounts {
  const count = (what: string) => news.filter((one) => one.what === what).length;
  const known = new Set([...news.map(({ key }) => key), ...gaps.map(({ what }) => what)]);
  return {
    unchanged: [...seen].filter((key) => !known.has(key)).length,
    changed: count('changed'),
    appeared: count('appeared'),
    learnt: count('learnt'),
  };
}
