import { ServiceError } from '@podguard/core';
import { type GrantsSpec, PARTITION } from './remediation-grants.ts';
import type { Denial } from './statement-text.ts';

/** ARNs of roles on the deny list take so many characters of a role's policy at most. */
const MOST_DENIED = 700;
/** So that what was repaired can be read back. */
const READS = ['eks:Describe*', 'eks:List*', 'iam:Get*', 'iam:List*'];

/**
 * What the role that repairs may not do, whatever its remediators declare: become another role, by a trust policy that it wrote itself, too;
 * change the service's own roles and access entries, those of AWS, and those on the deny list, or pass one of them to anybody; read or
 * change anything where nobody watches. A Deny holds against what a trust policy allows:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function changeDenials(spec: GrantsSpec): readonly Denial<string>[] {
  const { prefix, place } = spec;
  const { account, home, remote } = place;
  const role = (name: string) => `arn:${PARTITION}:iam::${account}:role/${name}`;
  return [
    { denied: ['sts:Assume*'], resources: ['*'] },
    {
      denied: { allBut: READS },
      resources: [
        ...[`${prefix}-*`, 'aws-reserved/*', 'aws-service-role/*'].map(role),
        `arn:${PARTITION}:eks:*:${account}:access-entry/*/role/${account}/${prefix}-*`,
        ...deniedRoles(spec, role),
      ],
    },
    {
      // Its calls are made in one region.
      denied: { allBut: ['iam:*'] },
      resources: ['*'],
      condition: { StringNotEquals: { 'aws:RequestedRegion': [home, ...remote] } },
    },
  ];
}

/** By name, whatever path the role has, or by ARN; other patterns are for the guard alone. `*` stands for slashes, too. */
function deniedRoles({ config }: GrantsSpec, role: (name: string) => string): readonly string[] {
  const named = config.remediation.deny.roles.flatMap((pattern) => {
    if (!pattern.includes(':')) return [role(pattern), role(`*/${pattern}`)];
    const [, account, name] = /^arn:[^:]*:iam::(\d{12}|\*):role\/(.+)$/.exec(pattern) ?? [];
    return name === undefined ? [] : [`arn:${PARTITION}:iam::${account}:role/${name}`];
  });
  const { length } = named.join();
  if (length <= MOST_DENIED) return named;
  throw new ServiceError(
    'config-invalid',
    `podguard.config.ts: remediation.deny.roles: their ARNs have ${length} characters, and the policy of the role that repairs has room for ${MOST_DENIED}: name several by one pattern with *`,
  );
}
