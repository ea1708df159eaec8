import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { issuerOf, issuersOf } from '../shared/oidc-issuers.ts';
import { isClusterIssuer } from '../shared/reach.ts';

export const oidcProviderUnknownIssuer = defineRule({
  id: 'oidc-provider-unknown-issuer',
  title: 'An OIDC provider is registered for the issuer of no known cluster',
  method: 'irsa',
  resource: 'oidc-provider',
  severity: 'high',
  broken: false,
  family: 'oidc-provider',
  description:
    'Reports an OIDC provider for an EKS issuer that is no known cluster’s. Indeterminate while no cluster’s issuer is known, or while that of a cluster of the account is not.',
  rationale:
    'Whoever runs that cluster signs tokens that this account takes for its own: one trust policy that names the provider is enough to let them in.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  ],
  mappings: {},
  falsePositives: ['A cluster of another account: name its issuer under `issuers` in the configuration.'],
  needs: { clusters: ['issuer'] },
  covers: undefined,
  evaluate(provider, { related, config }) {
    const issuer = issuerOf(provider);
    if (!isClusterIssuer(issuer, config)) return notApplicable('its issuer is no cluster’s');
    const { live, gone, unread, goneUnread } = issuersOf(related.clusters, config);
    if (live.has(issuer)) return pass;
    if (gone.has(issuer)) return notApplicable('its cluster was deleted: oidc-provider-orphaned');
    const missing = [...unread, ...goneUnread];
    if (missing.length > 0) return indeterminate(...missing);
    if (live.size === 0) return indeterminate('issuers of known clusters');
    return fail(`${provider.key} is registered for ${issuer}, which is no known cluster's issuer`, {
      evidence: [{ path: 'url', value: issuer }],
    });
  },
  mend: {
    cli: lines(
      '# an issuer that is wanted: name it in podguard.config.ts under issuers. Otherwise see first who takes roles by it: AssumeRoleWithWebIdentity in CloudTrail',
      'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn {arn}',
    ),
    terraform: lines(
      '# see first who takes roles by it: AssumeRoleWithWebIdentity in CloudTrail',
      '# remove the aws_iam_openid_connect_provider, or point url at a cluster of yours',
    ),
    cloudformation: lines(
      '# see first who takes roles by it: AssumeRoleWithWebIdentity in CloudTrail',
      '# remove the AWS::IAM::OIDCProvider, or point Url at a cluster of yours',
    ),
  },
});
