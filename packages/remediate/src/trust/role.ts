import { iamRegionOf, parseArn, type RemediationStep, type Resource, roleKeyFromArn } from '@podguard/core';
import type { GrantPlace, PlanContext } from '../remediator.ts';

type Role = Resource<'iam-role'>;

/** How IAM's calls name a role, and where they go. */
export function roleName({ key }: Pick<Role, 'key'>): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

export function iamRegion({ key }: Pick<Resource, 'key'>): string {
  return iamRegionOf(parseArn(key)?.partition ?? 'aws');
}

/**
 * Why it is not changed: it is AWS's own, which only a service or IAM Identity Center changes, or the one by which this is done.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
export function whyUnchangeable(
  { key, present, state: { arn } }: Role,
  { by }: Pick<PlanContext<'iam-role'>, 'by'>,
): string | undefined {
  if (!present) return `${key} is not there`;
  if (roleName({ key }).startsWith('AWSServiceRoleFor') || arn?.includes(':role/aws-service-role/'))
    return `${key} is a service-linked role, which only its service changes`;
  if (arn?.includes(':role/aws-reserved/')) return `${key} is AWS's own, which IAM Identity Center changes`;
  if (by !== undefined && roleKeyFromArn(by) === key)
    return `${key} is the role by which podguard itself calls AWS`;
  return undefined;
}

export function trustStep(role: Role, PolicyDocument: string, words: string): RemediationStep {
  return {
    action: 'iam:UpdateAssumeRolePolicy',
    region: iamRegion(role),
    input: { RoleName: roleName(role), PolicyDocument },
    words,
  };
}

export function anyRole({ partition, account }: GrantPlace): readonly string[] {
  return [`arn:${partition}:iam::${account}:role/*`];
}
