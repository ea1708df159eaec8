import { type Evidence, indeterminate, type Resource, undecidable, type Verdict } from '@podguard/core';
import {
  type ContextValue,
  type Evaluation,
  evaluate,
  type ParseResult,
  type Policy,
  type PolicyRequest,
  parsePolicy,
} from '@podguard/policy';
import { createMemo } from './memo.ts';

const parsed = createMemo(parseTrust);

/** A role's trust policy, or the verdict where it is not known or cannot be read. */
export function readTrust(
  role: Resource<'iam-role'>,
): { readonly policy: Policy } | { readonly verdict: Verdict } {
  const { trust } = role.state;
  if (trust === undefined || trust === null) return { verdict: indeterminate(`trust policy of ${role.key}`) };
  const result = parsed(trust);
  return result.ok
    ? { policy: result.policy }
    : { verdict: undecidable(`trust policy of ${role.key}: ${result.error.path}: ${result.error.message}`) };
}

/** AWS refuses a trust policy without principals, which as an identity's policy would speak of whoever has it. */
function parseTrust(text: string): ParseResult {
  const result = parsePolicy(text);
  if (!result.ok) return result;
  const lacking = result.policy.statements.find(
    ({ principals, notPrincipals }) => principals === null && notPrincipals === null,
  );
  if (lacking === undefined) return result;
  return {
    ok: false,
    error: { path: lacking.path, message: 'a statement of a trust policy needs a Principal' },
  };
}

/** Global keys that tell of a principal of AWS's IAM: neither a token's bearer nor a service has them. */
const OF_IAM_PRINCIPALS = /^aws:principal(tag\/|org|arn$|account$|type$)/;

/**
 * Evaluates a request. Of the keys that it does not list, those of other issuers and other claims (`issuer:claim`) are not
 * there; AWS's own are unknown, where nothing else is said of them.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function ask(
  policy: Policy,
  request: PolicyRequest,
  otherKeys: (lowerKey: string) => ContextValue = (lowerKey) =>
    isNeverThere(lowerKey) ? 'absent' : 'unknown',
): Evaluation {
  return evaluate(policy, request, { otherKeys });
}

function isNeverThere(lowerKey: string): boolean {
  if (/^(aws|sts|iam):/.test(lowerKey)) return OF_IAM_PRINCIPALS.test(lowerKey);
  return lowerKey.includes(':');
}

export function isDenied(evaluation: Evaluation): boolean {
  return evaluation.decision === 'implicit-deny' || evaluation.decision === 'explicit-deny';
}

/** What an undecided evaluation would have had to know. */
export function undecided(evaluations: readonly Evaluation[]): Verdict {
  const reasons = evaluations.flatMap(({ assumptions }) =>
    assumptions.map(({ path, reason }) => `${path}: ${reason}`),
  );
  return undecidable(...new Set(reasons));
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

/** Which Allow lets the request in: whom it names, and what it asks for. */
export function whyAdmitted(policy: Policy, request: PolicyRequest): readonly Evidence[] {
  const letting = evaluate(policy, request).statements.filter(
    ({ effect, matched }) => effect === 'Allow' && matched === 'yes',
  );
  return letting.flatMap(({ path, principal }): readonly Evidence[] => {
    const statement = policy.statements.find((one) => one.path === path);
    const named = statement?.principals?.find((one) => one.path === principal?.path);
    const conditions = statement?.conditions ?? [];
    return [
      { path: principal?.path ?? path, value: named?.value ?? principal?.reason ?? '' },
      ...(conditions.length === 0 ? [{ path, value: 'an Allow without a condition' }] : []),
      ...conditions.map((condition) => ({
        path: condition.path,
        value: condition.values.map(({ value }) => value).join(' or '),
      })),
    ];
  });
}
