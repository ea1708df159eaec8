import { type Advice, MIGRATION_TARGETS, type MigrationTarget, ServiceError } from '@podguard/core';
import { type AdviceInput, ownOf } from './around.ts';
import { CHANGE } from './change.ts';
import { type Case, details, GUIDE } from './guide.ts';
import { heldRole } from './key-users.ts';
import { placeOf } from './place.ts';
import { planMigration, sourceOf } from './plan-migration.ts';
import { REFERENCES } from './references.ts';
import { WITHIN } from './within.ts';

/** What is recommended for an open finding; null where how to mend it says all there is to say. */
export function recommend(input: AdviceInput): Advice | null {
  const advice = input.finding.status === 'open' ? adviceOn(input) : null;
  if (advice === null) return null;
  const { method, instead } = advice;
  const targets = MIGRATION_TARGETS.filter((to) => to === method || instead.length > 0);
  return { ...advice, steps: inOrder(targets, method).filter((to) => hasSteps(input, to)) };
}

function adviceOn(input: AdviceInput): Omit<Advice, 'steps'> | null {
  const { finding } = input;
  const within = ownOf(WITHIN, finding.rule);
  if (within !== undefined)
    return { method: null, line: within, why: [], instead: rather(input), sources: [REFERENCES.compare] };
  const reason = ownOf(CHANGE, finding.rule);
  if (reason === undefined) return null;
  const held = sourceOf(input) === 'static-key' ? (heldRole(input)?.method ?? null) : null;
  const of: Case = { ...placeOf(input), rule: finding.rule, tool: toolOf(input), held };
  const choice = GUIDE.find(({ holds }) => holds(of));
  if (choice === undefined) return null;
  const { method, line, why, instead, sources } = choice;
  return { method, line, why: [reason, ...why, ...details(of, method)], instead, sources };
}

/** The recommended one first. */
function inOrder(
  targets: readonly MigrationTarget[],
  method: MigrationTarget | null,
): readonly MigrationTarget[] {
  return [...targets].sort((a, b) => Number(b === method) - Number(a === method));
}

function hasSteps(input: AdviceInput, to: MigrationTarget): boolean {
  try {
    planMigration(input, to);
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'migration-impossible') return false;
    throw error;
  }
}

/** A trust policy for IRSA that has to be mended anyway can be left behind. */
function rather(input: AdviceInput): Advice['instead'] {
  const isIrsa = sourceOf(input) === 'irsa' && input.finding.method === 'irsa';
  const { platform, fargate } = placeOf(input);
  return isIrsa && platform === 'eks' && !fargate
    ? [
        {
          when: 'you would rather name no issuers in trust policies',
          line: 'EKS Pod Identity, with an association for each service account',
        },
      ]
    : [];
}

function toolOf({ finding }: AdviceInput): string | null {
  if (finding.resource.kind.startsWith('k8s-')) return 'manifest';
  return finding.opened?.tool ?? null;
}
