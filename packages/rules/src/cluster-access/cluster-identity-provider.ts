import { defineRule, fail, indeterminate, notApplicable, pass, withoutEndSlashes } from '@podguard/core';
import { clusterNameOf } from '../shared/cluster-name.ts';

export const clusterIdentityProvider = defineRule({
  id: 'cluster-identity-provider',
  title: 'People may sign in to the cluster by an identity provider that is not configured',
  method: 'cluster-access',
  resource: 'eks-cluster',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a cluster with an associated OIDC identity provider for users whose issuer `clusterIdentityProviders` does not name. Off until there are some.',
  rationale:
    'Whoever runs the provider can sign tokens for any user and group it likes. A provider of one’s own is a quiet way to stay in a cluster.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateIdentityProviderConfig.html',
  ],
  mappings: {},
  falsePositives: ['A provider of yours that the configuration does not name.'],
  needs: {},
  covers: undefined,
  evaluate(cluster, { config }) {
    const { identityProviders } = cluster.sets;
    const known = config.clusterIdentityProviders.map(bare);
    if (known.length === 0) return notApplicable('no identity provider for people is configured');
    const others = [...identityProviders.members].filter(
      ([, issuer]) => typeof issuer === 'string' && !known.includes(bare(issuer)),
    );
    if (others.length > 0) {
      const issuers = others.map(([, issuer]) => issuer).join(', ');
      return fail(
        `People may sign in to cluster ${clusterNameOf(cluster)} by ${issuers}, which is not configured`,
        {
          evidence: others.map(([name, issuer]) => ({
            path: `identityProviders["${name}"].issuerUrl`,
            value: issuer,
          })),
        },
      );
    }
    const unread = [...identityProviders.members].filter(([, issuer]) => typeof issuer !== 'string');
    if (unread.length > 0) return indeterminate(...unread.map(([name]) => `issuer of ${name}`));
    return identityProviders.complete ? pass : indeterminate('identityProviders');
  },
  mend: {
    cli: '# whoever signs in by it is then kept out: first see that an administrator gets in by IAM, or name its issuer in podguard.config.ts under clusterIdentityProviders\naws eks disassociate-identity-provider-config --cluster-name {clusterName} --region {region} --identity-provider-config type=oidc,name=CONFIGURATION_NAME',
    terraform: '# take the aws_eks_identity_provider_config out, or name its issuer in podguard.config.ts',
    cloudformation:
      '# take the AWS::EKS::IdentityProviderConfig out, or name its issuer in podguard.config.ts',
  },
});

/** As the configuration writes issuers. */
function bare(issuer: string): string {
  return withoutEndSlashes(issuer.replace(/^https:\/\//, ''));
}
