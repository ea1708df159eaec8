import { defineRule, fail, indeterminate, notApplicable, pass, type Witness } from '@podguard/core';
import { coversExtent } from '../shared/extent.ts';
import { editTrust, lines } from '../shared/mend-steps.ts';
import { administratorBy, permissionsOf } from '../shared/permissions.ts';
import { podReach, waysInWords } from '../shared/pods.ts';
import { type Chain, chainsFrom } from '../shared/role-chain.ts';

export const roleChainToAdmin = defineRule({
  id: 'role-chain-to-admin',
  title: 'Pods reach an administrator by assuming one role after another',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports a role that pods get and from which a chain of sts:AssumeRole, allowed by the policies of one role and the trust policy of the next (in one account by a trust policy alone that names the role), leads in two steps or more (at most limits.chainHops) to a role that is administrator-equivalent or can make itself so. One step is pod-role-privileged or pod-identity-privileged-role.',
  rationale:
    'No role of the chain looks dangerous by itself. One pod that runs foreign code goes along it in seconds.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining',
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    'https://pathfinding.cloud/paths/sts-001',
  ],
  mappings: {},
  falsePositives: [
    "A role that the organisation's service control policies cut down.",
    'A deployment pipeline in pods that is meant to become an administrator: exempt it, and keep its namespace for itself.',
  ],
  needs: {
    associations: ['roleArn'],
    targetAssociations: ['targetRoleArn'],
    chainedRoles: ['trust', 'policies', 'inlinePolicies', 'boundary'],
    chainedPolicies: ['defaultVersion', 'versions'],
  },
  covers: coversExtent,
  evaluate(role, { related, config }) {
    const reach = podReach(role, related, config);
    if (reach.answer === 'no') return notApplicable('no pod gets it');
    if (administratorBy(permissionsOf(role, related.chainedPolicies).set).answer === 'yes') {
      return notApplicable('it is an administrator itself, which other rules judge');
    }
    const { found, missing } = chainsFrom(role, related, config.limits.chainHops);
    const [chain, ...others] = found;
    if (chain === undefined) return missing.length === 0 ? pass : indeterminate(...few(missing));
    if (reach.answer === 'unknown') return indeterminate(...reach.missing);
    const more = others.length === 0 ? '' : `; other chains: ${others.length}`;
    const who = `Pods that get ${role.key}${waysInWords(reach)}`;
    return fail(`${who} reach an administrator by assuming ${inWords(chain)}${more}`, {
      evidence: [
        ...chain.evidence,
        ...reach.evidence,
        { path: 'administratorName', value: nameOf(chain.roles.at(-1)?.key) },
      ],
      witness: witnessOf(chain, found),
    });
  },
  mend: {
    cli: lines(
      editTrust(
        'without the role before it in the chain, or with a condition that it cannot meet',
        '{administratorName}',
      ),
      '# or take sts:AssumeRole of that role out of the policies of the one before it',
    ),
    terraform:
      '# aws_iam_role assume_role_policy: trust only those who need the administrator, and no role that pods reach',
    cloudformation:
      '# AWS::IAM::Role AssumeRolePolicyDocument: trust only those who need the administrator, and no role that pods reach',
  },
});

const MOST_MISSING = 10;

function few(missing: readonly string[]): readonly string[] {
  const rest = missing.length - MOST_MISSING;
  return rest > 0 ? [...missing.slice(0, MOST_MISSING), `and ${rest} more`] : missing;
}

function nameOf(key = ''): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function inWords({ roles }: Chain): string {
  return roles
    .slice(1)
    .map(({ key }) => key)
    .join(', and with that ');
}

function witnessOf(chain: Chain, found: readonly Chain[]): Witness {
  const [first, ...steps] = chain.roles.map(({ key }) => key);
  const last =
    chain.rights === 'administrator' ? 'an administrator' : 'which can make itself an administrator';
  return {
    text: `A pod that gets ${first} may assume ${inWords(chain)}, ${last}`,
    request: { action: 'sts:AssumeRole', roles: [first ?? '', ...steps] },
    extent: [...new Set(found.map(({ roles }) => roles.at(-1)?.key ?? ''))].sort(),
  };
}
