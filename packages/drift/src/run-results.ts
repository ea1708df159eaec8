import type { JsonValue } from '@podguard/core';

/** Where the parts of a run keep what they found until it is reported: files of a bucket, or memory. */
export interface RunResults {
  /** Takes the place of what had that name. */
  put(run: string, name: string, value: JsonValue): Promise<void>;
  get(run: string, name: string): Promise<JsonValue | undefined>;
  /** By name. */
  list(run: string, prefix: string): AsyncIterable<{ readonly name: string; readonly value: JsonValue }>;
}
