import type { RemediationStep } from '@podguard/core';
import type { Remediator } from '@podguard/remediate';

/** The service's role may call what steps call, and whoever undoes what a plan's `undo` calls. */
export function refuseUngranted(
  { id, grants }: Pick<Remediator, 'id' | 'grants'>,
  plans: readonly { readonly steps: readonly RemediationStep[]; readonly undo: readonly RemediationStep[] }[],
): void {
  const forSteps = grants.filter(({ undoOnly }) => undoOnly !== true).flatMap(({ actions }) => actions);
  const forUndo = grants.flatMap(({ actions }) => actions);
  for (const { steps, undo } of plans) {
    refuseOthers(id, steps, forSteps);
    refuseOthers(id, undo, forUndo);
  }
}

function refuseOthers(id: string, steps: readonly RemediationStep[], granted: readonly string[]): void {
  for (const { action } of steps)
    if (!granted.includes(action)) throw new Error(`${id} calls ${action} and is not granted it`);
}
