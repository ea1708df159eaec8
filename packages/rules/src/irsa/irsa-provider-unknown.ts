import {
  type Config,
  defineRule,
  fail,
  indeterminate,
  knownIssuers,
  notApplicable,
  pass,
  type RelatedOf,
  type Resource,
} from '@podguard/core';
import { nameProvider } from '../shared/irsa-mend.ts';
import { admittedSubjects } from '../shared/irsa-subjects.ts';
import { type IrsaTrust, lookAtClusters } from '../shared/irsa-trusts.ts';
import { andMore, issuerEvidence } from '../shared/irsa-witness.ts';
import { earlierIssuers } from '../shared/oidc-issuers.ts';

export const irsaProviderUnknown = defineRule({
  id: 'irsa-provider-unknown',
  title: 'The role trusts an OIDC provider that is gone, or of no known cluster',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: 'irsa-reach',
  description:
    "Reports a role that trusts a cluster's OIDC provider which was deleted, or whose issuer is no known cluster's. Indeterminate while no cluster's issuer is known, or while that of a known cluster is not.",
  rationale:
    "An issuer that is nobody's belongs to whoever registers it again, or to a cluster that nobody here looks after: its service accounts have the role.",
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html',
  ],
  mappings: {},
  falsePositives: ['A cluster of another account: name its issuer under `issuers` in the configuration.'],
  needs: { providers: ['url'], clustersEver: ['issuer'] },
  covers: undefined,
  evaluate(role, { config, related }) {
    const looked = lookAtClusters(role, config, (trust) => {
      if (admittedSubjects(trust.answer).possibleWidth === 'none') return notApplicable('nobody gets it');
      if (trust.account !== null && role.account !== '' && trust.account !== role.account)
        return notApplicable('the provider is of another account: irsa-provider-foreign-account');
      return judge(trust, config, related);
    });
    if ('verdict' in looked) return looked.verdict;
    const { found } = looked;
    const [{ trust, why }] = found;
    return fail(`${role.key} trusts ${trust.issuer}${andMore(found.length)}, ${why}`, {
      evidence: [
        ...found.map((one) => ({ path: 'provider', value: one.trust.provider })),
        ...issuerEvidence(found.map((one) => one.trust)),
      ],
    });
  },
  mend: nameProvider,
  remediation: 'restore-trust-policy',
});

function judge(
  trust: IrsaTrust,
  config: Config,
  { providers, clustersEver: clusters }: RelatedOf['iam-role'],
) {
  const provider = providers.find((one) => ('missing' in one ? one.missing : one.key) === trust.provider);
  const exists = provider === undefined || 'missing' in provider ? undefined : provider.present;
  if (exists === false) return { found: { trust, why: 'an OIDC provider that was deleted' } };
  const live = clusters.filter(({ present }) => present);
  const issuers = new Set([...knownIssuers(config), ...live.flatMap(issuerOf)]);
  if (issuers.has(trust.issuer)) return exists === true ? pass : indeterminate(trust.provider);
  if (clusters.some((cluster) => deletedIssuers(cluster).includes(trust.issuer)))
    return { found: { trust, why: 'the issuer of a cluster that was deleted' } };
  if (issuers.size === 0) return indeterminate('issuers of known clusters');
  const unread = live.filter((cluster) => issuerOf(cluster).length === 0);
  if (unread.length > 0) return indeterminate(...unread.map(({ key }) => `issuer of ${key}`));
  return { found: { trust, why: "no known cluster's issuer" } };
}

/** Of the cluster, where it is gone, and of those that had its name before. */
function deletedIssuers(cluster: Resource<'eks-cluster'>): readonly (string | undefined)[] {
  return [...(cluster.present ? [] : issuerOf(cluster)), ...earlierIssuers(cluster)];
}

/** As a provider's ARN has it: EKS gives a URL. */
function issuerOf({ state }: Resource<'eks-cluster'>): readonly string[] {
  return typeof state.issuer === 'string' ? [state.issuer.replace(/^https:\/\//, '')] : [];
}
