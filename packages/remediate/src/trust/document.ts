import { type JsonObject, type JsonValue, uriDecoded } from '@podguard/core';
import { answerAwsPrincipals, type Policy, parsePolicy } from '@podguard/policy';

/** A statement as it is written. */
export type RawStatement = JsonObject;

/** A trust policy, parsed and as it is written: what a plan does not change stays word for word. */
export interface TrustDocument {
  readonly policy: Policy;
  readonly rest: JsonObject;
  /** In the order of the policy's. */
  readonly statements: readonly RawStatement[];
}

/** A text: why it cannot be read. */
export function readTrust(text: string | null | undefined): TrustDocument | string {
  if (typeof text !== 'string') return 'the trust policy of the role is not known';
  const parsed = parsePolicy(text);
  if (!parsed.ok) return `the trust policy cannot be read: ${parsed.error.path}: ${parsed.error.message}`;
  const json = text.trim().startsWith('%') ? (uriDecoded(text) ?? text) : text;
  const { Statement, ...rest } = JSON.parse(json) as JsonObject;
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as readonly RawStatement[];
  return { policy: parsed.policy, rest, statements };
}

/** Without white space, which IAM does not count. */
export function writeTrust({ rest }: TrustDocument, statements: readonly RawStatement[]): string {
  return JSON.stringify({ ...rest, Statement: statements });
}

/**
 * Why AWS would not store it, where that is known: an identity that was deleted stands as its id, and is no valid principal any more;
 * no two statements have one id.
 * https://repost.aws/knowledge-center/iam-trust-policy-error
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function whyUnstorable(
  { policy }: Pick<TrustDocument, 'policy'>,
  text: string,
  limit: number,
): string | undefined {
  const length = text.replaceAll(/\s/g, '').length;
  if (length > limit)
    return `it has ${length} characters, more than the quota of ${limit} (limits.trustPolicyLength)`;
  const sids = policy.statements.flatMap(({ sid }) => sid ?? []);
  const twice = sids.find((sid, at) => sids.indexOf(sid) !== at);
  if (twice !== undefined) return `two of its statements have the id ${twice}`;
  const answer = answerAwsPrincipals(policy);
  const [dangling] = answer.decided ? answer.dangling : [];
  return dangling && `it names ${dangling.id}, which was deleted, and AWS stores no such principal again`;
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value as JsonValue];
}

export function oneOrList(values: readonly string[]): JsonValue {
  const [first, ...others] = [...new Set(values)];
  return first !== undefined && others.length === 0 ? first : [...new Set(values)];
}

/** A statement without some of its principals; null where none is left. One that names nobody by type stays as it is. */
export function withoutPrincipals(
  statement: RawStatement,
  isOut: (type: string, value: string) => boolean,
): RawStatement | null {
  const { Principal } = statement;
  if (typeof Principal === 'string') return isOut('*', Principal) ? null : statement;
  if (typeof Principal !== 'object' || Principal === null) return statement;
  const left = Object.entries(Principal as JsonObject).flatMap(([type, written]) => {
    const values = listOf(written);
    const staying = values.filter((value) => !isOut(type, String(value)));
    if (staying.length === values.length) return [[type, written] as const];
    return staying.length === 0 ? [] : [[type, oneOrList(staying.map(String))] as const];
  });
  return left.length === 0 ? null : { ...statement, Principal: Object.fromEntries(left) };
}

/** A statement's conditions without those on some keys. */
export function withoutKeys(statement: RawStatement, isOut: (lowerKey: string) => boolean): JsonObject {
  const blocks = Object.entries((statement.Condition ?? {}) as JsonObject).map(([operator, block]) => {
    const kept = Object.entries(block as JsonObject).filter(([key]) => !isOut(key.toLowerCase()));
    return [operator, Object.fromEntries(kept)] as const;
  });
  return Object.fromEntries(blocks.filter(([, block]) => Object.keys(block).length > 0));
}

/** Conditions with one more; a condition on the key under that operator gives way to it. */
export function withCondition(
  condition: JsonObject,
  operator: string,
  key: string,
  value: JsonValue,
): JsonObject {
  const block = Object.entries((condition[operator] ?? {}) as JsonObject).filter(
    ([other]) => other.toLowerCase() !== key.toLowerCase(),
  );
  return { ...condition, [operator]: { ...Object.fromEntries(block), [key]: value } };
}
