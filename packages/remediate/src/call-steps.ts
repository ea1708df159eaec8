import { type JsonObject, type JsonValue, type RemediationStep, reasonOf } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';

export interface Called {
  readonly calls: number;
  /** Why not all were called; null: all were. */
  readonly stopped: string | null;
  readonly last: JsonObject | null;
}

/** Calls one after another while the lease lasts, and stops at the first that fails. */
export async function callSteps(
  { perform, now }: Pick<RemediateDeps, 'perform' | 'now'>,
  steps: readonly RemediationStep[],
  { id, until }: { readonly id: string; readonly until: Date },
): Promise<Called> {
  let last: JsonObject | null = null;
  for (const [calls, step] of steps.entries()) {
    if (now() >= until) return { calls, stopped: 'the time for it was over', last };
    try {
      last = await perform(step, id);
    } catch (error) {
      return { calls: calls + 1, stopped: `${step.action}: ${reasonOf(error)}`, last };
    }
  }
  return { calls: steps.length, stopped: null, last };
}

/** What is at a path of member names, with dots between. */
export function textAt(answer: JsonObject | null, path: string): string | null {
  let value: JsonValue | undefined = answer ?? undefined;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    value = (value as JsonObject)[name];
  }
  return typeof value === 'string' ? value : null;
}
