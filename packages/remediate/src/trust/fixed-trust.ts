import { type Config, isClusterIssuer, type Resource } from '@podguard/core';
import { parsePolicy } from '@podguard/policy';
import type { PlanDraft } from '../remediator.ts';
import { type RawStatement, type TrustDocument, whyUnstorable, writeTrust } from './document.ts';
import { admitsNoMore, otherWays, POD_IDENTITY_WAYS, POD_SESSION_WAYS } from './inclusion.ts';
import { trustDraft } from './trust-draft.ts';

/** Statements to be, in words; a text: why there are none. */
export type Fixed =
  | {
      readonly statements: readonly RawStatement[];
      readonly summary: string;
      readonly facts: readonly string[];
      readonly mayBreak?: readonly string[];
      readonly byPeople?: readonly string[];
      /** Who gets in by EKS Pod Identity that did not before: nobody; nobody, and their sessions may have tags; those that are meant. */
      readonly opens: 'nobody' | 'tags' | 'meant';
    }
  | string;

const POD_WAYS = { nobody: POD_IDENTITY_WAYS, tags: POD_SESSION_WAYS, meant: [] } as const;

/** Those that can be stored, and that let in nobody but who is meant. */
export function fixedDrafts(
  role: Resource<'iam-role'>,
  trust: TrustDocument,
  config: Config,
  fixed: readonly Fixed[],
): readonly PlanDraft[] | string {
  const made = fixed.map((one) => (typeof one === 'string' ? one : draftOf(role, trust, config, one)));
  const drafts = made.filter((one) => typeof one !== 'string');
  return drafts.length > 0 ? drafts : made.join('; ');
}

function draftOf(
  role: Resource<'iam-role'>,
  trust: TrustDocument,
  config: Config,
  { statements, opens, ...words }: Exclude<Fixed, string>,
): PlanDraft | string {
  const text = writeTrust(trust, statements);
  const parsed = parsePolicy(text);
  if (!parsed.ok) return `the trust policy would be none: ${parsed.error.path}: ${parsed.error.message}`;
  const { policy } = parsed;
  const unstorable = whyUnstorable({ policy }, text, config.limits.trustPolicyLength);
  if (unstorable !== undefined) return `the trust policy could not be stored: ${unstorable}`;
  const others = otherWays([trust.policy, policy], (issuer) => isClusterIssuer(issuer, config));
  if (!admitsNoMore(policy, trust.policy, [...others, ...POD_WAYS[opens]]))
    return 'it could not be shown that the trust policy would let in nobody else';
  return trustDraft(role, text, words);
}
