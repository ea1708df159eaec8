import { type Config, type Finding, isClusterIssuer, type RelatedOf, type Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import { type BoundAccounts, nameOf } from './bound.ts';
import { readTrust, type TrustDocument, whyUnstorable } from './document.ts';
import { few } from './few.ts';
import type { FormerTrust } from './former.ts';
import { admitsNoMore, otherWays, POD_IDENTITY_WAYS } from './inclusion.ts';
import { letsIn } from './pod-identity.ts';
import { boundSince, isBefore, lateFrom } from './since.ts';
import { trustDraft } from './trust-draft.ts';
import { missingDenies } from './unanalysed.ts';
import { isLetIn } from './wide.ts';

type Role = Resource<'iam-role'>;

interface Around {
  readonly config: Config;
  readonly finding: Finding;
  readonly related: Pick<RelatedOf['iam-role'], 'associations'>;
  readonly bound: BoundAccounts;
  providerOf(issuer: string): string;
}

/** A former trust policy put back; none where it could not be stored. */
export function restored(
  role: Role,
  present: TrustDocument,
  { text, since }: FormerTrust,
  around: Around,
): readonly PlanDraft[] {
  const { config } = around;
  const trust = readTrust(text);
  if (typeof trust === 'string') return [];
  if (whyUnstorable(trust, text, config.limits.trustPolicyLength) !== undefined) return [];
  const isCluster = (issuer: string): boolean => isClusterIssuer(issuer, config);
  const ways = [...otherWays([trust.policy, present.policy], isCluster), ...POD_IDENTITY_WAYS];
  const isNoMore = admitsNoMore(trust.policy, present.policy, ways);
  const denies = missingDenies(trust.policy, present.policy);
  const { bound, late } = losers(role, present, trust, around);
  const draft = trustDraft(role, text, {
    summary: `Give ${role.key} the trust policy back that it had`,
    facts: [
      `It is the trust policy that was recorded at ${since}.`,
      ...(isNoMore ? ['It lets in nobody whom the present one does not let in.'] : []),
      ...few(late.map((who) => `Loses it: ${who}: not known to be from before it was let in.`)),
    ],
    mayBreak: [
      'What was meant to change in the trust policy since then is taken back, too.',
      'Whom it names by ARN, it lets in whoever has that name now.',
    ],
  });
  const byPeople = [
    ...(isNoMore
      ? []
      : ['It may let in others than the present one, as it did then: the contrary is not shown.']),
    ...denies.map((sid) => `A Deny of the present one is not in it: ${sid}.`),
    ...few(bound.map((who) => `Loses it: ${who}.`)),
  ];
  return [{ ...draft, opensNone: true, byPeople }];
}

/** Who is known to have the role by the present one, and would not by the former one. */
function losers(
  role: Role,
  present: TrustDocument,
  former: TrustDocument,
  { finding, related, bound, providerOf }: Around,
): { readonly bound: readonly string[]; readonly late: readonly string[] } {
  const loses = (account: BoundAccounts['accounts'][number]): boolean => {
    const provider = providerOf(account.issuer);
    return (
      isLetIn(present.policy, account, { provider, degree: 'possible' }) &&
      !isLetIn(former.policy, account, { provider, degree: 'sure' })
    );
  };
  const inWords = (account: BoundAccounts['accounts'][number]): string => `${nameOf(account)}; ${account.by}`;
  const pods = related.associations.filter(
    (one) => one.present && letsIn(present.policy, one) !== false && letsIn(former.policy, one) !== true,
  );
  const since = lateFrom(role, finding);
  const isBound = (one: (typeof pods)[number]): boolean => isBefore(boundSince(one), since);
  const podNames = (all: typeof pods): readonly string[] =>
    all.map(({ key, state: { namespace, serviceAccount } }) => `${namespace}/${serviceAccount} by ${key}`);
  return {
    bound: [...bound.accounts.filter(loses).map(inWords), ...podNames(pods.filter(isBound))],
    late: [...bound.latecomers.filter(loses).map(inWords), ...podNames(pods.filter((one) => !isBound(one)))],
  };
}
