import { type Evidence, indeterminate, type Resource, type Verdict } from '@podguard/core';
import { type Evaluation, evaluate, type Policy, type PolicyRequest, parsePolicy } from '@podguard/policy';

/** A role's trust policy, or the verdict where it is not known or cannot be read. */
export function readTrust(
  role: Resource<'iam-role'>,
): { readonly policy: Policy } | { readonly verdict: Verdict } {
  const { trust } = role.state;
  if (trust === undefined || trust === null) return { verdict: indeterminate(`trust policy of ${role.key}`) };
  const parsed = parsePolicy(trust);
  if (parsed.ok) return { policy: parsed.policy };
  return {
    verdict: indeterminate(`trust policy of ${role.key}: ${parsed.error.path}: ${parsed.error.message}`),
  };
}

/** Evaluates with the keys that the request does not name as unknown: who names them decides what they hold. */
export function ask(policy: Policy, request: PolicyRequest): Evaluation {
  return evaluate(policy, request, { otherKeys: 'unknown' });
}

export function isDenied(evaluation: Evaluation): boolean {
  return evaluation.decision === 'implicit-deny' || evaluation.decision === 'explicit-deny';
}

/** What an undecided evaluation would have had to know. */
export function undecided(evaluations: readonly Evaluation[]): Verdict {
  const reasons = evaluations.flatMap(({ assumptions }) =>
    assumptions.map(({ path, reason }) => `${path}: ${reason}`),
  );
  return indeterminate(...new Set(reasons));
}

/** Which part of each Allow refused the request; where no statement is near, who may assume the role at all. */
export function whyDenied(policy: Policy, evaluation: Evaluation, text: string): readonly Evidence[] {
  const evidence: Evidence[] = [];
  for (const explained of evaluation.statements) {
    if (explained.effect === 'Deny') {
      if (explained.matched === 'yes') evidence.push({ path: explained.path, value: 'a Deny that matches' });
      continue;
    }
    if (explained.principal?.outcome === 'no') continue;
    const refusing = [explained.action, ...explained.conditions].filter((part) => part.outcome === 'no');
    for (const part of refusing) evidence.push({ path: part.path, value: part.reason });
  }
  if (evidence.length > 0) return evidence;
  const principals = policy.statements.flatMap(({ principals: list }) => list ?? []);
  return principals.length === 0
    ? [{ path: 'Statement', value: text.slice(0, 200) }]
    : principals.map(({ path, value }) => ({ path, value }));
}
