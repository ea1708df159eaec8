import { type Resource, roleKeyFromArn } from '@podguard/core';
import { type AdviceInput, roleOf } from './around.ts';
import type { Blanks } from './blanks.ts';
import type { Role } from './migration.ts';
import { readRawTrust } from './trust-document.ts';

/** A role that is recorded, or of which its ARN alone is known. */
export function knownRole(input: AdviceInput, arn: string | undefined, blanks: Blanks): Role {
  const resource = arn === undefined ? undefined : roleOf(input, arn);
  if (resource !== undefined) return roleFrom(resource, blanks);
  const known = blanks.known(arn, 'ROLE_ARN', 'ARN of the role');
  return { arn: known, name: nameIn(known, blanks), trust: null };
}

export function roleFrom(resource: Resource<'iam-role'>, blanks: Blanks): Role {
  const { arn, trust } = resource.state;
  // A document that names no role is known by its file.
  const key = roleKeyFromArn(resource.key) === undefined ? undefined : resource.key;
  const known = blanks.known(arn ?? key, 'ROLE_ARN', 'ARN of the role');
  return {
    arn: known,
    name: nameIn(known, blanks),
    trust: typeof trust === 'string' ? readRawTrust(trust) : null,
  };
}

/** A role that is still to be made. */
export function newRole(account: string, partition: string, blanks: Blanks, name = 'ROLE_NAME'): Role {
  const own = blanks.blank(name, 'name of the new role, in words of the workload');
  const id = blanks.known(account === '' ? undefined : account, 'ACCOUNT', 'id of the AWS account');
  return { arn: `arn:${partition}:iam::${id}:role/${own}`, name: own, trust: 'new' };
}

function nameIn(arn: string, blanks: Blanks): string {
  return arn.includes('/')
    ? arn.slice(arn.lastIndexOf('/') + 1)
    : blanks.blank('ROLE_NAME', 'name of the role');
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
