import { isClusterIssuer } from '@podguard/core';
import { type Policy, parsePolicy } from '@podguard/policy';
import { type BoundAccount, subjectOf } from './bound.ts';
import {
  oneOrList,
  type RawStatement,
  type TrustDocument,
  withCondition,
  withoutKeys,
  withoutPrincipals,
  writeTrust,
} from './document.ts';
import { admitsNoMore, otherWays, POD_IDENTITY_WAYS } from './inclusion.ts';
import { isLetIn, type Wide, type WideInput, widePartsOf } from './wide.ts';

export interface Narrowed {
  readonly text: string;
  readonly policy: Policy;
  /** Those that get in by the statements that were written anew. */
  readonly admitted: readonly BoundAccount[];
}

export interface NarrowInput extends Omit<WideInput, 'policy'> {
  /** Why nobody can tell who comes by those tokens; undefined where that is told. */
  whyNot(part: Pick<Wide, 'issuer' | 'provider'>): string | undefined;
}

/**
 * The policy in which each statement that lets a cluster's service accounts in too widely names those that are bound, and pins the
 * audience; its other conditions, other statements and each Deny stay word for word. Whoever was not admitted is not admitted now,
 * bound or not. A text: why there is none.
 */
export function narrow(trust: TrustDocument, given: NarrowInput): Narrowed | string {
  const input = { ...given, policy: trust.policy };
  const wide = trust.policy.statements.flatMap((statement, at) => widePartsOf(statement, at, input));
  if (wide.length === 0)
    return 'no statement is for the service accounts of clusters in such a way that naming them would narrow it';
  const [untold] = wide.flatMap((part) => (part.issuer === '' ? [] : (given.whyNot(part) ?? [])));
  if (untold !== undefined) return untold;
  const empty = wide.find(({ accounts, audiences }) => accounts.length === 0 || audiences.length === 0);
  if (empty !== undefined) return whyNobody(empty, given.bound);
  const statements = trust.statements.flatMap((statement, at) =>
    rewritten(
      statement,
      wide.filter((part) => part.at === at),
    ),
  );
  const text = writeTrust(trust, once(statements));
  const parsed = parsePolicy(text);
  if (!parsed.ok) return `the narrowed trust policy is none: ${parsed.error.path}: ${parsed.error.message}`;
  const { policy } = parsed;
  const isCluster = (issuer: string): boolean => isClusterIssuer(issuer, given.config);
  const ways = [...otherWays([trust.policy, policy], isCluster), ...POD_IDENTITY_WAYS];
  if (!admitsNoMore(policy, trust.policy, ways))
    return 'it could not be shown that the narrowed trust policy admits no more than the present one';
  const isKept = ({ provider, accounts }: Wide): boolean =>
    accounts.every((account) => isLetIn(policy, account, { provider, degree: 'sure' }));
  if (!wide.every(isKept))
    return 'it could not be shown that the narrowed trust policy lets in whoever is bound';
  return { text, policy, admitted: [...new Set(wide.flatMap(({ accounts }) => accounts))] };
}

function whyNobody({ issuer, written }: Wide, bound: readonly BoundAccount[]): string {
  return bound.some((one) => one.issuer === issuer)
    ? `the present trust policy lets in none of those that are bound by ${issuer}, and a narrower one lets in nobody more`
    : `no service account is known to be bound to the role by ${issuer || written.value}`;
}

function rewritten(statement: RawStatement, wide: readonly Wide[]): readonly RawStatement[] {
  if (wide.length === 0) return [statement];
  const isOut = (type: string, value: string): boolean =>
    wide.some(({ written }) => written.value === value && (written.type === type || type === '*'));
  const rest = withoutPrincipals(statement, isOut);
  const exact = wide.map((part) => exactStatement(statement, part));
  const [only] = exact;
  // A statement's id is its own: of several that come of it none has it.
  if (rest === null && exact.length === 1 && only !== undefined)
    return [statement.Sid === undefined ? only : { Sid: statement.Sid, ...only }];
  return [...(rest === null ? [] : [rest]), ...exact];
}

function exactStatement(statement: RawStatement, part: Wide): RawStatement {
  const { provider, issuer, accounts, audiences } = part;
  const [sub, aud] = [`${issuer}:sub`, `${issuer}:aud`];
  const replaced = [sub.toLowerCase(), aud.toLowerCase()];
  const kept = withoutKeys(statement, (key) => replaced.includes(key));
  const named = withCondition(kept, 'StringEquals', sub, oneOrList(accounts.map(subjectOf)));
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: withCondition(named, 'StringEquals', aud, oneOrList(audiences)),
  };
}

/** Statements that became the same are one. */
function once(statements: readonly RawStatement[]): readonly RawStatement[] {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...byText.values()];
}
