import { type JsonObject, type JsonValue, type RemediationStep, reasonOf } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';

export interface Called {
  /** Why not all were called; null: all were. */
  readonly stopped: string | null;
  /** AWS itself answered that it does not take the first call: nothing was done. */
  readonly isRefused: boolean;
  readonly last: JsonObject | null;
}

/** Calls one after another while the lease lasts, and stops at the first that fails. */
export async function callSteps(
  { perform, now }: Pick<RemediateDeps, 'perform' | 'now'>,
  steps: readonly RemediationStep[],
  { id, until }: { readonly id: string; readonly until: Date },
): Promise<Called> {
  let last: JsonObject | null = null;
  for (const [index, step] of steps.entries()) {
    if (now() >= until) return { stopped: 'the time for it was over', isRefused: false, last };
    try {
      last = await perform(step, id);
    } catch (error) {
      const stopped = `${step.action}: ${reasonOf(error)}`;
      return { stopped, isRefused: index === 0 && isRefusal(error), last };
    }
  }
  return { stopped: null, isRefused: false, last };
}

/**
 * A status of the 400s, to the only attempt: a second one may be refused because of what the first did.
 * Source: https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/response.ts
 */
function isRefusal(error: unknown): boolean {
  const { httpStatusCode: status = 0, attempts = 1 } =
    (
      error as {
        readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
      } | null
    )?.$metadata ?? {};
  return status >= 400 && status < 500 && attempts === 1;
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
