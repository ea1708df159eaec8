import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  type Missing,
  notApplicable,
  pass,
  type Resource,
  roleKeyFromArn,
  type Verdict,
  type Witness,
} from '@podguard/core';
import { type Condition, conditionOperators, type Policy, type PolicyRequest } from '@podguard/policy';
import { admitsRole } from '../shared/admits-role.ts';
import { contextOf } from '../shared/aws-accounts.ts';
import { coversExtent } from '../shared/extent.ts';
import { isNodeRole, nodeRoleBecause } from '../shared/node-role.ts';
import { awsTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';
import { leaveTheNodeRole } from './leave-the-node-role.ts';

export const legacyPodRoleTrustsNode = defineRule({
  id: 'legacy-pod-role-trusts-node',
  title: "The role trusts a cluster's node role",
  method: 'legacy',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a role whose trust policy names a role of cluster nodes, as a principal or by aws:PrincipalArn, the way kube2iam and kiam hand out roles. Trust in a whole account is not meant.',
  rationale:
    'Every pod that reaches the metadata service of such a node can take on the role by itself, whatever the agent on the node allows.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://github.com/jtblin/kube2iam#iam-roles',
  ],
  mappings: {},
  falsePositives: ['A role that only the node itself assumes, where pods cannot reach the metadata service.'],
  needs: {
    trustedRoles: ['trust', 'policies'],
    trustedNodegroups: ['nodeRole'],
  },
  covers: coversExtent,
  evaluate(role, { config, related }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const named = namedRoles(trust.policy).filter(({ key }) => key !== role.key);
    if (named.length === 0) return notApplicable('its trust policy names no other role');
    const answer = awsTrust(trust.policy);
    if (!answer.decided) return undecidedBy(answer);
    const nodegroups = related.trustedNodegroups;
    const found: Found[] = [];
    const open: Verdict[] = [];
    for (const { key, arn, path } of named) {
      const trusted: Resource<'iam-role'> | Missing = related.trustedRoles.find(
        (other) => 'key' in other && other.key === key,
      ) ?? { missing: key };
      const node = isNodeRole(trusted, { nodegroups }, config);
      if (node === 'no') continue;
      const admitted = admitsRole(answer, arn);
      if (admitted === null) continue;
      if ('status' in admitted) open.push(admitted);
      else if (node === 'unknown') open.push(indeterminate(`whether nodes have ${key}`));
      else
        found.push({
          key,
          path,
          because: nodeRoleBecause(trusted, { nodegroups }, config),
          request: admitted,
        });
    }
    const [first, ...others] = found;
    if (first === undefined) return open[0] ?? pass;
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return fail(`${role.key} trusts the nodes' role ${first.key}${more}: pods on the nodes can take it on`, {
      evidence: found.flatMap(({ key, path, because }): readonly Evidence[] => [
        { path, value: key },
        { path: 'nodeRole', value: because },
      ]),
      witness: witnessOf(role, first, found),
    });
  },
  mend: leaveTheNodeRole,
  remediation: 'restore-trust-policy',
});

interface Named {
  readonly key: string;
  /** As `aws:PrincipalArn` has it, which for a session is its role's ARN. */
  readonly arn: string;
  readonly path: string;
}

interface Found {
  readonly key: string;
  readonly path: string;
  readonly because: string | null;
  readonly request: PolicyRequest;
}

/**
 * The roles, and sessions of roles, that Allow statements have as principals, and those that they name whole by
 * `aws:PrincipalArn`. To narrow a whole account to a node role is to name it: here less trust is worse on purpose.
 */
function namedRoles({ statements }: Policy): readonly Named[] {
  const texts = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals, conditions }) => {
      const aws = (principals ?? []).filter(({ type }) => type === 'AWS' || type === '*');
      return aws.length === 0 ? [] : [...aws, ...conditions.filter(isNaming).flatMap(({ values }) => values)];
    });
  const found = new Map<string, Named>();
  for (const { value, path } of texts) {
    if (/[*?$]/.test(value)) continue;
    const arn = value.replace(/^(arn:[^:]*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
    const key = roleKeyFromArn(arn);
    if (key !== undefined && !found.has(key)) found.set(key, { key, arn, path });
  }
  return [...found.values()];
}

/** Whether a principal's ARN has to be among its values. */
function isNaming({ lowerKey, operator }: Condition): boolean {
  if (lowerKey !== 'aws:principalarn' || operator === 'unknown' || operator === 'Null') return false;
  return !conditionOperators[operator].negated;
}

function witnessOf({ key }: Resource<'iam-role'>, first: Found, found: readonly Found[]): Witness {
  return {
    text: `A pod that reads the credentials of ${first.key} from its node's metadata service gets ${key}`,
    request: {
      action: first.request.action,
      principal: first.request.principal.type === 'AWS' ? first.request.principal.arn : first.key,
      context: contextOf(first.request),
    },
    extent: found.map((node) => node.key),
  };
}
