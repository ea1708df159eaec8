import { type Resource, roleKeyFromArn } from '@podguard/core';
import { type AdviceInput, roleOf } from './around.ts';
import { type Blanks, isPlain } from './blanks.ts';
import type { Role } from './migration.ts';
import { readRawTrust } from './trust-document.ts';

/** A role that is recorded, or of which its ARN or key alone is known; `whole` is null where its path may be missing. */
export function knownRole(
  input: AdviceInput,
  arn: string | undefined,
  blanks: Blanks,
  whole: string | null | undefined = arn,
): Role {
  const resource = arn === undefined ? undefined : roleOf(input, arn);
  if (resource !== undefined) return roleFrom(resource, blanks, whole);
  return { ...namedBy(whole, arn, blanks), trust: null };
}

/** By its recorded ARN, else by the one that something else gives it. */
export function roleFrom(resource: Resource<'iam-role'>, blanks: Blanks, whole?: string | null): Role {
  const { arn, trust } = resource.state;
  return {
    ...namedBy(arn ?? whole, resource.key, blanks),
    trust: typeof trust === 'string' ? readRawTrust(trust) : null,
  };
}

function namedBy(
  arn: string | null | undefined,
  named: string | undefined,
  blanks: Blanks,
): Pick<Role, 'arn' | 'key' | 'name'> {
  // A document that names no role is known by its file.
  const key = roleKeyFromArn(arn ?? '') ?? roleKeyFromArn(named ?? '');
  const name = blanks.known(key?.slice(key.lastIndexOf('/') + 1), 'ROLE_NAME', 'name of the role');
  const whole = blanks.known(arn, 'ROLE_ARN', arnToFill(name));
  return { arn: whole, key: key !== undefined && isPlain(key) ? key : whole, name };
}

/** What to fill in for the ARN of a role of which its name is known. */
export function arnToFill(name: string): string {
  return `ARN of the role; its path is not known here: aws iam get-role --role-name ${name} --query Role.Arn --output text`;
}

/** A role that is still to be made. */
export function newRole(account: string, partition: string, blanks: Blanks, name = 'ROLE_NAME'): Role {
  const own = blanks.blank(name, 'name of the new role, in words of the workload');
  const id = blanks.known(account === '' ? undefined : account, 'ACCOUNT', 'id of the AWS account');
  const arn = `arn:${partition}:iam::${id}:role/${own}`;
  return { arn, key: arn, name: own, trust: 'new' };
}

/** What to know of a role that only its name is known of. */
export function trustUnknown(role: Role, input: AdviceInput): readonly string[] {
  if (role.trust !== null) return [];
  const store =
    input.finding.opened === null
      ? 'check a file with the role (the answer of `aws iam get-role`) and explain what that finds'
      : 'explain it with --store of a store that recorded the role';
  return [
    `The trust policy of ${role.name} is not at hand: the plan gives the statements to add, and you put them in. For the whole document ${store}.`,
  ];
}
