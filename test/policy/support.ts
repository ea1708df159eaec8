import {
  type ContextValue,
  type EvaluateOptions,
  evaluate,
  type Outcome,
  type PartExplanation,
  type Policy,
  type PolicyRequest,
  parsePolicy,
  type RequestPrincipal,
  type StatementExplanation,
} from '@podguard/policy';

export const ACCOUNT = '111122223333';

export const USER: RequestPrincipal = {
  type: 'AWS',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  account: ACCOUNT,
};

export type Keys = Readonly<Record<string, ContextValue>>;

export function mustParse(document: unknown): Policy {
  const result = parsePolicy(document);
  if (!result.ok) throw new Error(`${result.error.path}: ${result.error.message}`);
  return result.policy;
}

export function policyOf(...statements: readonly object[]): Policy {
  return mustParse({ Version: '2012-10-17', Statement: statements });
}

/** Explains the only statement of a policy, for a request that differs from a plain one only in what is given. */
export function explainOnly(
  policy: Policy,
  request: Partial<PolicyRequest> = {},
  options: EvaluateOptions = {},
): StatementExplanation {
  const plain = { principal: USER, action: 'sts:AssumeRole', context: {} };
  const [statement] = evaluate(policy, { ...plain, ...request }, options).statements;
  if (statement === undefined) throw new Error('the policy has no statement');
  return statement;
}

/** The answer to one condition: `{ StringEquals: { 'aws:x': 'a' } }` against the keys of a request. */
export function conditionOutcome(
  condition: object,
  context: Keys,
  version: '2012-10-17' | '2008-10-17' = '2012-10-17',
): Outcome {
  return explainCondition(condition, context, version).outcome;
}

export function explainCondition(
  condition: object,
  context: Keys,
  version: '2012-10-17' | '2008-10-17' = '2012-10-17',
): PartExplanation {
  const policy = mustParse({
    Version: version,
    Statement: { Effect: 'Allow', Action: '*', Condition: condition },
  });
  const [only] = explainOnly(policy, { context }).conditions;
  if (only === undefined) throw new Error('the policy has no condition');
  return only;
}
