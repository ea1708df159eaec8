import * as z from 'zod/mini';

/** A listing in one place, from one of its pages on: what is read, tried again and reported by itself. */
export const shardSchema = z.strictObject({
  listing: z.string(),
  region: z.string(),
  /** The cluster's key, for what is listed of a cluster. */
  cluster: z.optional(z.string()),
  /** Gives the next page; absent: from the first on. */
  token: z.optional(z.string()),
  /** The pages of it that are over. */
  page: z._default(z.int(), 0),
});

export type Shard = Readonly<z.output<typeof shardSchema>>;
