import type { JsonValue, ServiceState } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import * as z from 'zod/mini';
import { digestSchema } from './digest-schema.ts';

export interface WrittenDigestDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark'>;
  /** May be called again with the same digest after a crash. */
  readonly tellDigest: (digest: Digest) => Promise<void>;
}

/** What is to be told now, if anything, and what is remembered of it. */
export interface NextDigest {
  readonly digest: Digest | null;
  readonly told: JsonValue;
}

const markSchema = z.strictObject({
  phase: z.enum(['written', 'told']),
  digest: z.nullable(digestSchema),
  told: z.json(),
});

/**
 * Tells what `next` makes of what was told the last time, under a mark's name: written down before it is sent, so that after
 * a crash the same is sent again. Of several at once one goes on. Returns whether it told something.
 */
export async function tellWritten(
  name: string,
  { state, tellDigest }: WrittenDigestDeps,
  next: (told: JsonValue | undefined) => Promise<NextDigest | undefined>,
): Promise<boolean> {
  const found = await state.loadMark(name);
  const { data: last } = markSchema.safeParse(found);
  const send = async (digest: Digest | null, told: JsonValue, mark: JsonValue): Promise<boolean> => {
    if (digest !== null) await tellDigest(digest);
    await state.replaceMark(name, mark, { phase: 'told', digest: null, told });
    return digest !== null;
  };
  if (last?.phase === 'written' && found !== undefined)
    return send(last.digest, last.told as JsonValue, found);
  const made = await next(last?.told as JsonValue | undefined);
  if (made === undefined) return false;
  const mark = { phase: 'written', digest: made.digest, told: made.told } as unknown as JsonValue;
  return (await state.replaceMark(name, found, mark)) && send(made.digest, made.told, mark);
}
