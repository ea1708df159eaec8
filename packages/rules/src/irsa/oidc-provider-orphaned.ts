import {
  type Config,
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { issuerOf, issuersOf } from '../shared/oidc-issuers.ts';
import { clusterTrusts, isClusterIssuer } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const oidcProviderOrphaned = defineRule({
  id: 'oidc-provider-orphaned',
  title: 'The cluster of an OIDC provider was deleted',
  method: 'irsa',
  resource: 'oidc-provider',
  severity: 'medium',
  broken: false,
  family: 'oidc-provider',
  description:
    'Reports an OIDC provider whose cluster was deleted, also where another has its name by now. High while a role still lets its tokens in. Indeterminate while a cluster’s issuer is not known: the record of its making seldom has it.',
  rationale:
    'Deleting a cluster leaves its provider and the roles that trust it behind. Nobody watches them any more, and tokens that the cluster signed before are good until they expire.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/delete-cluster.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: { clusters: ['issuer'], roles: ['trust'] },
  covers: undefined,
  evaluate(provider, { related, config }) {
    const issuer = issuerOf(provider);
    if (!isClusterIssuer(issuer, config)) return notApplicable('its issuer is no cluster’s');
    const { live, gone, unread, goneUnread } = issuersOf(related.clusters, config);
    if (live.has(issuer)) return pass;
    const cluster = gone.get(issuer);
    if (cluster === undefined) {
      const missing = [...unread, ...goneUnread];
      return missing.length > 0
        ? indeterminate(...missing)
        : notApplicable('no cluster of it is known: oidc-provider-unknown-issuer');
    }
    const left = `${provider.key} is left of ${cluster}, which was deleted${isThere(related.clusters, cluster) ? ' before it was made again' : ''}`;
    const trusting = related.roles.filter((role) => role.present && letsIn(role, provider.key, config));
    const evidence = [
      { path: 'url', value: issuer },
      { path: 'cluster', value: cluster },
      ...trusting.slice(0, MOST_NAMED).map(({ key }) => ({ path: 'trusted by', value: key })),
    ];
    const [first] = trusting;
    if (first === undefined) return fail(left, { evidence });
    const more = trusting.length > 1 ? ` and ${trusting.length - 1} more` : '';
    return fail(`${left}, and ${first.key}${more} trusts it`, {
      evidence,
      graded: { severity: 'high', because: `${first.key}${more} still trusts it` },
    });
  },
  mend: {
    cli: lines(
      '# first take its statements out of the trust policies of the roles that the finding names; other clusters may use them',
      'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn {arn}',
    ),
    terraform: lines(
      '# first take its statements out of the trust policies that name it: the roles stay, other clusters may use them',
      '# then remove the aws_iam_openid_connect_provider',
    ),
    cloudformation: lines(
      '# first take its statements out of the trust policies that name it: the roles stay, other clusters may use them',
      '# then remove the AWS::IAM::OIDCProvider',
    ),
  },
});

const MOST_NAMED = 10;

function isThere(clusters: readonly Resource<'eks-cluster'>[], key: string): boolean {
  return clusters.some((cluster) => cluster.key === key && cluster.present);
}

/** Whether its tokens surely get the role. */
function letsIn(role: Resource<'iam-role'>, provider: string, config: Config): boolean {
  const trust = readTrust(role);
  if ('verdict' in trust) return false;
  return clusterTrusts(trust.policy, config).some(
    (one) => one.provider.provider === provider && one.answer.decided && one.answer.subjects.kind !== 'none',
  );
}
