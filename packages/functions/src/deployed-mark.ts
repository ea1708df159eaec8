import type { ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

const DEPLOYED_MARK = 'deployed';

const mark = z.strictObject({ judgedWith: z.string() });

/** Writes down what the version judges with whose deploy called. */
export function noteDeployed(state: Pick<ServiceState, 'saveMark'>, judgedWith: string): Promise<void> {
  return state.saveMark(DEPLOYED_MARK, { judgedWith });
}

/** What the version that was deployed last judges with; undefined where none said so. */
export async function loadDeployed(state: Pick<ServiceState, 'loadMark'>): Promise<string | undefined> {
  return mark.safeParse(await state.loadMark(DEPLOYED_MARK)).data?.judgedWith;
}
