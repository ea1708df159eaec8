import type { ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

const DEPLOYED_MARK = 'deployed';

const mark = z.strictObject({ judgedWith: z.string(), remediatedWith: z.optional(z.string()) });

/** What a version judges with, and the settings about repairs. */
export type DeployedWith = z.output<typeof mark>;

/** Writes down what the version works with whose deploy called. */
export function noteDeployed(
  state: Pick<ServiceState, 'saveMark'>,
  { judgedWith, remediatedWith }: { readonly judgedWith: string; readonly remediatedWith: string },
): Promise<void> {
  return state.saveMark(DEPLOYED_MARK, { judgedWith, remediatedWith });
}

/** What the version that was deployed last works with; undefined where none said so. */
export async function loadDeployed(state: Pick<ServiceState, 'loadMark'>): Promise<DeployedWith | undefined> {
  return mark.safeParse(await state.loadMark(DEPLOYED_MARK)).data;
}
