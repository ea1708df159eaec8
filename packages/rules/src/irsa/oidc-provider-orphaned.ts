import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { issuerOf, issuersOf } from '../shared/oidc-issuers.ts';
import { isClusterIssuer } from '../shared/reach.ts';

export const oidcProviderOrphaned = defineRule({
  id: 'oidc-provider-orphaned',
  title: 'The cluster of an OIDC provider was deleted',
  method: 'irsa',
  resource: 'oidc-provider',
  severity: 'medium',
  broken: false,
  family: 'oidc-provider',
  description:
    'Reports an OIDC provider whose cluster was deleted. A role that still trusts it is reported by irsa-provider-unknown.',
  rationale:
    'Deleting a cluster leaves its provider and the roles that trust it behind. Nobody watches them any more, and tokens that the cluster signed before are good until they expire.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/delete-cluster.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: { clusters: ['issuer'] },
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
    return fail(`${provider.key} is left of ${cluster}, which was deleted`, {
      evidence: [
        { path: 'url', value: issuer },
        { path: 'cluster', value: cluster },
      ],
    });
  },
  mend: {
    cli: 'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn {arn}\n# and take its statements out of the roles that trust it',
    terraform: '# remove the aws_iam_openid_connect_provider and the roles that trust it',
    cloudformation: '# remove the AWS::IAM::OIDCProvider and the roles that trust it',
  },
});
