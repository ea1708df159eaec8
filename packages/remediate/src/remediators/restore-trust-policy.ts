import { oidcProviderKey, parseArn, type Resource } from '@podguard/core';
import { defineRemediator, type PlanContext, type PlanDraft } from '../remediator.ts';
import { admittedFrom } from '../trust/admitted-from.ts';
import { type BoundAccounts, boundAccounts, nameOf } from '../trust/bound.ts';
import { readTrust, type TrustDocument, whyUnstorable } from '../trust/document.ts';
import { few } from '../trust/few.ts';
import { forPeople } from '../trust/for-people.ts';
import { formerTrusts } from '../trust/former.ts';
import { narrow } from '../trust/narrow.ts';
import { restored } from '../trust/restored.ts';
import { anyRole, whyUnchangeable } from '../trust/role.ts';
import { whyNotTold } from '../trust/token-sources.ts';
import { trustDraft } from '../trust/trust-draft.ts';

type Role = Resource<'iam-role'>;
type Context = PlanContext<'iam-role'>;

/** Each is tried on all that is recorded around the role. */
const MOST_FORMER = 5;

export const restoreTrustPolicy = defineRemediator({
  id: 'restore-trust-policy',
  title: 'Restores or narrows the trust policy of a role',
  rules: [
    'irsa-audience-unrestricted',
    'irsa-condition-never-matches',
    'irsa-condition-vacuous',
    'irsa-issuer-mismatch',
    'irsa-provider-foreign-account',
    'irsa-provider-unknown',
    'irsa-provider-wildcard',
    'irsa-subject-default-service-account',
    'irsa-subject-unrestricted',
    'irsa-subject-wildcard',
    'legacy-pod-role-trusts-node',
    'trust-account-root',
    'trust-external-id-missing',
    'trust-foreign-account',
    'trust-not-principal',
    'trust-public-principal',
    'trust-roles-anywhere-open',
  ],
  kind: 'iam-role',
  grants: [{ actions: ['iam:UpdateAssumeRolePolicy'], resources: anyRole }],
  mayBreak: [
    'Whoever gets the role by the present trust policy alone loses it at once; sessions that were begun go on until they end.',
  ],
  needs: {
    associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'],
    serviceAccounts: ['roleArn'],
    clusters: ['issuer'],
    providers: ['clientIds'],
  },
  guards: [forPeople],
  mayForce: false,
  settlesMs: 15_000,
  target: ({ resource: { key } }) => key,
  plan(role, context) {
    const refusal = whyUnchangeable(role, context);
    if (refusal !== undefined) return refusal;
    const trust = readTrust(role.state.trust);
    if (typeof trust === 'string') return trust;
    const present = whyUnstorable(trust, String(role.state.trust), Number.POSITIVE_INFINITY);
    if (present !== undefined) return `the present trust policy could not be put back: ${present}`;
    const formers = formerTrusts(role, context.recorded);
    const bound = boundAccounts(role, context.related, context.finding, (account) =>
      admittedFrom(account, formers, providerOf(role)),
    );
    const former = formers
      .slice(0, MOST_FORMER)
      .flatMap((one) => restored(role, trust, one, { ...context, bound, providerOf: providerOf(role) }));
    const narrower = narrowed(role, trust, context, bound);
    const atDoubt = former.findIndex(({ byPeople = [] }) => byPeople.length > 0);
    const sure = atDoubt === -1 ? former : former.slice(0, atDoubt);
    const drafts = [
      ...sure,
      ...(typeof narrower === 'string' ? [] : [narrower]),
      ...former.slice(sure.length),
    ];
    if (typeof narrower !== 'string') return drafts;
    const last = drafts.at(-1);
    if (last === undefined) return `no former trust policy of the role is recorded; ${narrower}`;
    return [...drafts.slice(0, -1), { ...last, otherwise: narrower }];
  },
});

function providerOf({ key, account }: Role): (issuer: string) => string {
  const partition = parseArn(key)?.partition ?? 'aws';
  return (issuer) => oidcProviderKey(partition, account, issuer);
}

function narrowed(
  role: Role,
  trust: TrustDocument,
  { config, finding, related }: Context,
  bound: BoundAccounts,
): PlanDraft | string {
  if (bound.isCut)
    return 'more service accounts were seen using the role than are kept, so that a narrowed trust policy could leave some out';
  const made = narrow(trust, {
    config,
    bound: bound.accounts,
    providerOf: providerOf(role),
    isAccused: (path) => finding.evidence.some((one) => one.path === path || one.path.startsWith(`${path}.`)),
    whyNot: ({ issuer, provider }) => whyNotTold(role, related, { issuer, provider, config, bound }),
  });
  if (typeof made === 'string') {
    const unread = bound.unread.map(
      (cluster) => `; the issuer of ${cluster}, where some are bound, is not known`,
    );
    const late = leftOut(bound).join(' ');
    return `none can be narrowed: ${made}${unread.join('')}. ${HOW_TO_FIND_OUT}${late && `. ${late}`}`;
  }
  const unstorable = whyUnstorable(made, made.text, config.limits.trustPolicyLength);
  if (unstorable !== undefined) return `the narrowed one cannot be stored: ${unstorable}`;
  return trustDraft(role, made.text, {
    summary: `Let exactly those service accounts assume ${role.key} that are bound to it`,
    facts: [
      ...few(made.admitted.map((one) => `Stays let in: ${nameOf(one)}; ${one.by}.`)),
      ...leftOut(bound),
      ...few(
        bound.unread.map((cluster) => `Left out: what is bound in ${cluster}, whose issuer is not known.`),
      ),
    ],
    mayBreak: ['Service accounts that use the role and of which nothing here tells lose it.'],
  });
}

const HOW_TO_FIND_OUT =
  'Who is bound is told by records of AssumeRoleWithWebIdentity (events: activity), by reading the clusters (clusterReading), and by EKS Pod Identity associations';

function leftOut({ latecomers }: BoundAccounts): readonly string[] {
  return few(
    latecomers.map(
      (one) => `Left out: ${nameOf(one)}; ${one.by}: not known to be from before it was let in.`,
    ),
  );
}
