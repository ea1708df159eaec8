import { parseArn } from '@podguard/core';

/**
 * Whose approval a caller's is, by the ARN that STS tells. The session's name is chosen by whoever assumes a role
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html) and would make one person two: there the role is the
 * person, and of federated users their account. Only IAM Identity Center names the sessions of its roles itself, by the user: its roles
 * are told by their path, which is AWS's own, and not by their name, which anybody may choose
 * (https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html).
 */
export async function personOfCaller(
  arn: string,
  roleArnOf: (name: string) => Promise<string | undefined>,
): Promise<string> {
  const { account, resource } = parseArn(arn) ?? { account: '', resource: '' };
  const [, role, user] = /^assumed-role\/(AWSReservedSSO_[^/]+)\/(.+)$/.exec(resource) ?? [];
  if (role !== undefined && (await roleArnOf(role))?.includes(IDENTITY_CENTER) === true)
    return `${user} (IAM Identity Center)`;
  return resource.startsWith('federated-user/') ? `a federated user of ${account}` : principalOfCaller(arn);
}

const IDENTITY_CENTER = ':role/aws-reserved/sso.amazonaws.com/';

/** The role or the user by which AWS is called, as events and findings name it. */
export function principalOfCaller(arn: string): string {
  const { partition, account, resource } = parseArn(arn) ?? { partition: '', account: '', resource: '' };
  const [, role] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}
