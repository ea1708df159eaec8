import {
  type Config,
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
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
    'Reports an OIDC provider whose cluster was deleted. High while a role still lets its tokens in.',
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
    const trusting = related.roles.filter((role) => role.present && letsIn(role, provider.key, config));
    const evidence = [
      { path: 'url', value: issuer },
      { path: 'cluster', value: cluster },
      ...trusting.slice(0, MOST_NAMED).map(({ key }) => ({ path: 'trusted by', value: key })),
    ];
    const [first] = trusting;
    if (first === undefined)
      return fail(`${provider.key} is left of ${cluster}, which was deleted`, { evidence });
    const more = trusting.length > 1 ? ` and ${trusting.length - 1} more` : '';
    return fail(
      `${provider.key} is left of ${cluster}, which was deleted, and ${first.key}${more} trusts it`,
      {
        evidence,
        graded: { severity: 'high', because: `${first.key}${more} still trusts it` },
      },
    );
  },
  mend: {
    cli: 'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn {arn}\n# and take its statements out of the roles that trust it',
    terraform: '# remove the aws_iam_openid_connect_provider and the roles that trust it',
    cloudformation: '# remove the AWS::IAM::OIDCProvider and the roles that trust it',
  },
});

const MOST_NAMED = 10;

/** Whether its tokens surely get the role. */
function letsIn(role: Resource<'iam-role'>, provider: string, config: Config): boolean {
  const trust = readTrust(role);
  if ('verdict' in trust) return false;
  return clusterTrusts(trust.policy, config).some(
    (one) => one.provider.provider === provider && one.answer.decided && one.answer.subjects.kind !== 'none',
  );
}
