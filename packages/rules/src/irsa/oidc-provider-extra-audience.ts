import { defineRule, fail, indeterminate, notApplicable, parseArn, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { issuerOf } from '../shared/oidc-issuers.ts';
import { isClusterIssuer } from '../shared/reach.ts';

export const oidcProviderExtraAudience = defineRule({
  id: 'oidc-provider-extra-audience',
  title: "A cluster's OIDC provider accepts tokens that are not for STS",
  method: 'irsa',
  resource: 'oidc-provider',
  severity: 'medium',
  broken: false,
  family: null,
  description: 'Reports the OIDC provider of a cluster that has client ids beyond sts.amazonaws.com.',
  rationale:
    'Pods ask for tokens of any audience to show them to other services. Whoever is shown one of these can use it at STS, for every role whose trust policy does not pin the audience.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html',
  ],
  mappings: {},
  falsePositives: ['An audience that only pods of yours ask for, and that they show to STS only.'],
  needs: {},
  covers: undefined,
  evaluate(provider, { config }) {
    const issuer = issuerOf(provider);
    if (!isClusterIssuer(issuer, config)) return notApplicable('its issuer is no cluster’s');
    const { members, complete } = provider.sets.clientIds;
    const meant = audiencesIn(parseArn(provider.key)?.partition);
    const extra = [...members.keys()].filter((id) => !meant.includes(id)).sort();
    if (extra.length > 0) {
      return fail(`${provider.key} accepts tokens for ${extra.join(', ')}`, {
        evidence: extra.map((value) => ({ path: 'clientIds', value })),
      });
    }
    return complete ? pass : indeterminate('clientIds');
  },
  mend: {
    cli: lines(
      '# first see that nobody takes a role with a token for this client id: AssumeRoleWithWebIdentity in CloudTrail',
      'aws iam remove-client-id-from-open-id-connect-provider --open-id-connect-provider-arn {arn} --client-id CLIENT_ID',
    ),
    terraform: lines(
      '# first see that nobody takes a role with a token for the others',
      'client_id_list = ["sts.amazonaws.com"] # aws_iam_openid_connect_provider',
    ),
    cloudformation: lines(
      '# first see that nobody takes a role with a token for the others',
      'ClientIdList: [sts.amazonaws.com] # AWS::IAM::OIDCProvider',
    ),
  },
  remediation: 'remove-oidc-audience',
});

/** https://docs.amazonaws.cn/en_us/eks/latest/userguide/enable-iam-roles-for-service-accounts.html has China's own. */
function audiencesIn(partition: string | undefined): readonly string[] {
  const own = ['sts.amazonaws.com'];
  return partition === 'aws-cn' ? [...own, 'sts.amazonaws.com.cn'] : own;
}
