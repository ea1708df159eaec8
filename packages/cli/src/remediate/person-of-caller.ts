import { parseArn } from '@podguard/core';

/**
 * Whose approval a caller's is, by the ARN that STS tells. The session's name is chosen by whoever assumes a role
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html) and would make one person two: there the role is the
 * person, and of federated users their account. Only IAM Identity Center names the sessions of its roles itself, by the user.
 */
export function personOfCaller(arn: string): string {
  const { account, resource } = parseArn(arn) ?? { account: '', resource: '' };
  const [, user] = /^assumed-role\/AWSReservedSSO_[^/]+\/(.+)$/.exec(resource) ?? [];
  if (user !== undefined) return `${user} (IAM Identity Center)`;
  return resource.startsWith('federated-user/') ? `a federated user of ${account}` : principalOfCaller(arn);
}

/** The role or the user by which AWS is called, as events and findings name it. */
export function principalOfCaller(arn: string): string {
  const { partition, account, resource } = parseArn(arn) ?? { partition: '', account: '', resource: '' };
  const [, role] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}
