import * as z from 'zod/mini';
import type { JsonValue } from './json.ts';

/** A run over everything, of which people hear once: what is kept of it under its name. */
export interface RunMark {
  readonly run: string;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly finishedAt: string | null;
}

const time = z.iso.datetime();
export const runMarkSchema = z.looseObject({
  run: z.string(),
  startedAt: time,
  finishedAt: z.nullable(time),
});

/** What a mark says of its run; none that another version wrote. */
export function readRunMark(mark: JsonValue | undefined): RunMark | undefined {
  const { data } = runMarkSchema.safeParse(mark);
  return data && { run: data.run, startedAt: data.startedAt, finishedAt: data.finishedAt };
}
