import { awsCommand } from 'podguard/remediate';
import { describe, expect, it } from 'vitest';

describe('a step as a command of the AWS CLI', () => {
  const step = (action: string, input: object) => ({
    action,
    region: 'eu-central-1',
    input: input as never,
    words: '',
  });

  it.for<[action: string, input: object, command: string]>([
    [
      'ec2:ModifyInstanceMetadataOptions',
      { InstanceId: 'i-1', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      'aws ec2 modify-instance-metadata-options --instance-id i-1 --http-tokens required --http-put-response-hop-limit 1 --region eu-central-1',
    ],
    [
      'iam:RemoveClientIDFromOpenIDConnectProvider',
      { OpenIDConnectProviderArn: 'arn:aws:iam::1:oidc-provider/x', ClientID: 'y' },
      'aws iam remove-client-id-from-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::1:oidc-provider/x --client-id y --region eu-central-1',
    ],
    [
      'eks:UpdatePodIdentityAssociation',
      { clusterName: 'prod', disableSessionTags: false },
      'aws eks update-pod-identity-association --cluster-name prod --no-disable-session-tags --region eu-central-1',
    ],
    [
      'events:PutRule',
      { Name: "it's; rm -rf", Description: '\u001b[31m\u202e' },
      String.raw`aws events put-rule --cli-input-json '{"Name":"it'\''s; rm -rf","Description":"\u001b[31m\u202e"}' --region eu-central-1`,
    ],
    [
      'iam:UpdateAccessKey',
      { UserName: 'file:///etc/passwd' },
      `aws iam update-access-key --cli-input-json '{"UserName":"file:///etc/passwd"}' --region eu-central-1`,
    ],
    [
      'iam:UpdateAccessKey',
      { UserName: '--no-sign-request' },
      `aws iam update-access-key --cli-input-json '{"UserName":"--no-sign-request"}' --region eu-central-1`,
    ],
  ])('is %s with %j', ([action, input, command]) => {
    expect(awsCommand(step(action, input))).toBe(command);
  });

  it('is left out where its input is long', () => {
    expect(
      awsCommand(step('iam:UpdateAssumeRolePolicy', { PolicyDocument: `{"${'a'.repeat(300)}"}` })),
    ).toBeUndefined();
  });
});
