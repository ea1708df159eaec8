import { allOf, anyOf, type Outcome } from '../outcome.ts';
import type { Policy, Statement } from '../policy.ts';
import { type Context, createContext, type OtherKeys } from './context.ts';
import { explainAction } from './explain-action.ts';
import { explainCondition } from './explain-condition.ts';
import { explainPrincipal } from './explain-principal.ts';
import { explainResource } from './explain-resource.ts';
import type { PartExplanation, StatementExplanation } from './explanation.ts';
import type { PolicyRequest } from './request.ts';

export interface EvaluateOptions {
  /** What the keys are that the request does not list; absent unless said otherwise. */
  readonly otherKeys?: OtherKeys;
}

export type Decision = 'allow' | 'implicit-deny' | 'explicit-deny' | 'undecided';

/** Something that is not known, on which an undecided answer hangs. */
export interface Assumption {
  readonly path: string;
  readonly key?: string;
  readonly reason: string;
}

export interface Evaluation {
  readonly decision: Decision;
  readonly statements: readonly StatementExplanation[];
  /** Empty unless the decision is `undecided`. */
  readonly assumptions: readonly Assumption[];
}

/**
 * Evaluates one policy, and nothing but it, for one request. What AWS leaves open, or the request does not say, is
 * `unknown` and becomes `undecided` wherever it matters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @example
 * const { decision } = evaluate(policy, {
 *   principal: { type: 'Service', name: 'pods.eks.amazonaws.com' },
 *   action: 'sts:AssumeRole',
 *   context: { 'aws:SourceAccount': ['111122223333'] },
 * });
 */
export function evaluate(policy: Policy, request: PolicyRequest, options: EvaluateOptions = {}): Evaluation {
  const context = createContext(request.context, options.otherKeys ?? 'absent');
  const statements = policy.statements.map((statement) => explain(statement, policy, request, context));
  const decision = decide(statements);
  return { decision, statements, assumptions: decision === 'undecided' ? assumptionsOf(statements) : [] };
}

function explain(
  statement: Statement,
  { version }: Policy,
  request: PolicyRequest,
  context: Context,
): StatementExplanation {
  const { path, sid, effect } = statement;
  const parts = {
    principal: explainPrincipal(statement, request.principal),
    action: explainAction(statement, request.action),
    resource: explainResource(statement, { resource: request.resource, version, context }),
    conditions: statement.conditions.map((condition) => explainCondition(condition, version, context)),
  };
  return { path, sid, effect, matched: allOf(listParts(parts).map((part) => part.outcome)), ...parts };
}

/** A sure Deny beats everything; a Deny that may match leaves open whatever else there is. */
function decide(statements: readonly StatementExplanation[]): Decision {
  const denied = matchedOf(statements, 'Deny');
  if (denied === 'yes') return 'explicit-deny';
  const allowed = matchedOf(statements, 'Allow');
  if (denied === 'unknown' || allowed === 'unknown') return 'undecided';
  return allowed === 'yes' ? 'allow' : 'implicit-deny';
}

function matchedOf(statements: readonly StatementExplanation[], effect: Statement['effect']): Outcome {
  return anyOf(statements.filter((statement) => statement.effect === effect).map(({ matched }) => matched));
}

/** An Allow that may match is of no account where another one surely does. */
function assumptionsOf(statements: readonly StatementExplanation[]): readonly Assumption[] {
  const allowed = matchedOf(statements, 'Allow') === 'yes';
  return statements
    .filter(({ effect, matched }) => matched === 'unknown' && !(allowed && effect === 'Allow'))
    .flatMap(listParts)
    .filter((part) => part.outcome === 'unknown')
    .map(({ outcome: _, ...assumption }) => assumption);
}

function listParts({
  principal,
  action,
  resource,
  conditions,
}: Pick<
  StatementExplanation,
  'principal' | 'action' | 'resource' | 'conditions'
>): readonly PartExplanation[] {
  return [principal, action, resource, ...conditions].filter((part) => part !== null);
}
