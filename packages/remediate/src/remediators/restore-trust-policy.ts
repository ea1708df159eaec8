import { type Config, isClusterIssuer, oidcProviderKey, parseArn, type Resource } from '@podguard/core';
import { defineRemediator, type PlanContext, type PlanDraft } from '../remediator.ts';
import { type BoundAccounts, boundAccounts, nameOf } from '../trust/bound.ts';
import { readTrust, type TrustDocument, whyUnstorable } from '../trust/document.ts';
import { type FormerTrust, formerTrusts } from '../trust/former.ts';
import { admitsNoMore, otherWays, POD_IDENTITY_WAYS } from '../trust/inclusion.ts';
import { narrow } from '../trust/narrow.ts';
import { anyRole, whyUnchangeable } from '../trust/role.ts';
import { trustDraft } from '../trust/trust-draft.ts';

type Role = Resource<'iam-role'>;
type Context = PlanContext<'iam-role'>;

/** Each is tried on all that is recorded around the role. */
const MOST_FORMER = 5;
const MOST_NAMED = 20;

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
    associations: ['namespace', 'serviceAccount'],
    serviceAccounts: ['roleArn'],
    clusters: ['issuer'],
  },
  guards: [],
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
    const former = formerTrusts(role, context.recorded)
      .slice(0, MOST_FORMER)
      .flatMap((one) => restored(role, trust, one, context.config));
    const narrower = narrowed(role, trust, context);
    if (typeof narrower !== 'string') return [...former, narrower];
    const last = former.at(-1);
    if (last === undefined) return `no former trust policy of the role is recorded; ${narrower}`;
    return [...former.slice(0, -1), { ...last, otherwise: narrower }];
  },
});

function restored(
  role: Role,
  present: TrustDocument,
  { text, since }: FormerTrust,
  config: Config,
): readonly PlanDraft[] {
  const trust = readTrust(text);
  if (typeof trust === 'string') return [];
  if (whyUnstorable(trust, text, config.limits.trustPolicyLength) !== undefined) return [];
  const isCluster = (issuer: string): boolean => isClusterIssuer(issuer, config);
  const ways = [...otherWays([trust.policy, present.policy], isCluster), ...POD_IDENTITY_WAYS];
  return [
    trustDraft(role, text, {
      summary: `Give ${role.key} the trust policy back that it had`,
      facts: [
        `It is the trust policy that was recorded at ${since}.`,
        admitsNoMore(trust.policy, present.policy, ways)
          ? 'It lets in nobody whom the present one does not let in.'
          : 'It may let in others than the present one, as it did then.',
      ],
      mayBreak: ['What was meant to change in the trust policy since then is taken back, too.'],
    }),
  ];
}

function narrowed(role: Role, trust: TrustDocument, context: Context): PlanDraft | string {
  const { config, finding, related } = context;
  const bound = boundAccounts(role, related, finding);
  if (bound.isCut)
    return 'more service accounts were seen using the role than are kept, so that a narrowed trust policy could leave some out';
  const partition = parseArn(role.key)?.partition ?? 'aws';
  const made = narrow(trust, {
    config,
    bound: bound.accounts,
    providerOf: (issuer) => oidcProviderKey(partition, role.account, issuer),
    isAccused: (path) => finding.evidence.some((one) => one.path === path || one.path.startsWith(`${path}.`)),
  });
  if (typeof made === 'string') {
    const unread = bound.unread.map(
      (cluster) => `; the issuer of ${cluster}, where some are bound, is not known`,
    );
    return `none can be narrowed: ${made}${unread.join('')}. ${HOW_TO_FIND_OUT}`;
  }
  const unstorable = whyUnstorable(
    { ...trust, policy: made.policy },
    made.text,
    config.limits.trustPolicyLength,
  );
  if (unstorable !== undefined) return `the narrowed one cannot be stored: ${unstorable}`;
  return trustDraft(role, made.text, {
    summary: `Let exactly those service accounts assume ${role.key} that are bound to it`,
    facts: [
      ...few(made.admitted.map((one) => `Stays let in: ${nameOf(one)}; ${one.by}.`)),
      ...leftOut(bound),
    ],
    mayBreak: ['Service accounts that use the role and of which nothing here tells lose it.'],
  });
}

const HOW_TO_FIND_OUT =
  'Who is bound is told by records of AssumeRoleWithWebIdentity (events: activity), by reading the clusters (clusterReading), and by EKS Pod Identity associations';

function leftOut({ latecomers, unread }: BoundAccounts): readonly string[] {
  return [
    ...few(latecomers.map((one) => `Left out: ${nameOf(one)}; ${one.by}, only after it had been let in.`)),
    ...few(unread.map((cluster) => `Left out: what is bound in ${cluster}, whose issuer is not known.`)),
  ];
}

function few(texts: readonly string[]): readonly string[] {
  const rest = texts.length - MOST_NAMED;
  return rest > 0 ? [...texts.slice(0, MOST_NAMED), `And ${rest} more.`] : texts;
}
