import {
  type Config,
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type RelatedOf,
  type Resource,
  roleKeyFromArn,
  type Severity,
  type Verdict,
} from '@podguard/core';
import { podsOf } from '../shared/association.ts';
import { formerRolesOf } from '../shared/former-roles.ts';
import { lines } from '../shared/mend-steps.ts';
import { permissionsOf } from '../shared/permissions.ts';
import { isAmongPrincipals } from '../shared/principal-patterns.ts';
import { type Privilege, privilegeOf } from '../shared/privilege.ts';
import { rightsBeyond } from '../shared/rights-beyond.ts';

export const podIdentityRoleSwapped = defineRule({
  id: 'pod-identity-role-swapped',
  title: 'A Pod Identity association was moved to a role with more rights',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports an association whose role has more rights than one that its service account had before: by an update, or by a delete and a create within `limits.windowMinutes`. Low where the roles have each what the other lacks, or where a configured deployer changed it, unless the new role is an administrator or can make itself one.',
  rationale:
    'Running pods keep their names and get other rights: nothing in the cluster shows it. It stays open until the service account has a role with no more rights than before.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
  ],
  mappings: {},
  falsePositives: ['A workload that was given more rights on purpose: exempt it.'],
  needs: {
    policies: ['defaultVersion', 'versions'],
    namedRoles: ['trust', 'policies', 'inlinePolicies', 'boundary'],
    sameSlot: ['roleArn'],
    slotRoles: ['arn', 'policies', 'inlinePolicies', 'boundary'],
    slotPolicies: ['defaultVersion', 'versions'],
  },
  covers: undefined,
  evaluate(association, { related, config }) {
    const { roleArn } = association.state;
    const key = typeof roleArn === 'string' ? roleKeyFromArn(roleArn) : undefined;
    if (key === undefined) return indeterminate('roleArn');
    const former = formerRolesOf(association, related.sameSlot, config.limits.windowMinutes);
    const others = former.filter((one) => one !== key);
    if (others.length === 0) return notApplicable('no other role is known that it had before');
    const role = roleAmong(related, key);
    if (role === undefined) return indeterminate(`role ${key}`);
    if (!role.present) return notApplicable('the role was deleted');
    // What trust policies of others give is not known of the role before.
    const now = { role, privilege: privilegeOf(role, related, 'by-own-policies') };
    const verdicts = others.map((before) => compare(association, now, before, related, config));
    const failing = verdicts.filter((verdict) => verdict.status === 'fail');
    const worst = failing.find(({ graded }) => graded === undefined) ?? failing[0];
    const missing = verdicts.flatMap((verdict) =>
      verdict.status === 'indeterminate' ? verdict.missing : [],
    );
    if (worst !== undefined) return worst;
    return missing.length > 0 ? indeterminate(...new Set(missing)) : pass;
  },
  mend: {
    cli: lines(
      '# first see who changed it, and whether the pods need what the new role may do',
      'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --role-arn {formerRoleArn} --region {region}',
    ),
    terraform: 'role_arn = "{formerRoleArn}" # aws_eks_pod_identity_association: the role it had before',
    cloudformation: 'RoleArn: {formerRoleArn} # AWS::EKS::PodIdentityAssociation: the role it had before',
  },
  remediation: 'revert-association',
});

interface Now {
  readonly role: Resource<'iam-role'>;
  readonly privilege: Privilege;
}

function compare(
  association: Resource<'pod-identity-association'>,
  { role, privilege }: Now,
  formerKey: string,
  related: RelatedOf['pod-identity-association'],
  config: Config,
): Verdict {
  const former = roleAmong(related, formerKey);
  if (former === undefined) return indeterminate(`role ${formerKey}`);
  if (!former.present) return indeterminate(`rights of ${formerKey}, which was deleted`);
  const around = { policies: related.slotPolicies, namedRoles: [] };
  const before = privilegeOf(former, around, 'by-own-policies');
  const swapped = `${podsOf(association)} was moved from ${formerKey} to ${role.key}`;
  const moved: readonly Evidence[] = [
    { path: 'formerRoleArn', value: former.state.arn ?? formerKey },
    { path: 'roleArn', value: role.key },
  ];
  if (privilege.kind === 'administrator' || privilege.kind === 'escalation') {
    const isMore = rank(privilege) > rank(before);
    if (isMore && before.kind !== 'unknown') {
      const what =
        privilege.kind === 'administrator' ? 'is an administrator' : 'can make itself an administrator';
      return fail(`${swapped}, which ${what}`, { evidence: [...moved, ...privilege.evidence] });
    }
    if (before.kind === 'unknown') return indeterminate(...before.missing);
    if (privilege.kind === 'administrator') return pass;
  }
  if (before.kind === 'administrator')
    return privilege.kind === 'unknown' ? indeterminate(...privilege.missing) : pass;
  const sets = {
    now: permissionsOf(role, related.policies).set,
    before: permissionsOf(former, related.slotPolicies).set,
  };
  const beyond = rightsBeyond(sets.now, sets.before);
  if (beyond.answer === 'unknown') return indeterminate(...beyond.missing);
  if (beyond.answer === 'no')
    return privilege.kind === 'unknown' ? indeterminate(...privilege.missing) : pass;
  if (hasLostRights(former, association.bornAt))
    return indeterminate(`rights of ${formerKey}, some of which were taken away`);
  const graded = gradeOf(association, rightsBeyond(sets.before, sets.now).answer === 'no', config);
  return fail(`${swapped}, which may do more: ${beyond.value}`, {
    evidence: [...moved, { path: beyond.path, value: beyond.value }],
    ...(graded === undefined ? {} : { graded }),
  });
}

/** A role that is no longer used is taken apart: what it had is then no longer known. */
function hasLostRights({ sets }: Resource<'iam-role'>, since: string | null): boolean {
  return [sets.policies, sets.inlinePolicies].some(({ removed }) =>
    [...(removed?.values() ?? [])].some((at) => since === null || at >= since),
  );
}

function gradeOf(
  { state }: Resource<'pod-identity-association'>,
  keepsAll: boolean,
  config: Config,
): { readonly severity: Severity; readonly because: string } | undefined {
  if (typeof state.changedBy === 'string' && isAmongPrincipals(config.deployers, state.changedBy))
    return { severity: 'low', because: `${state.changedBy}, a configured deployer, changed it` };
  return keepsAll
    ? undefined
    : { severity: 'low', because: 'it is not known to have all that the former role has' };
}

function rank({ kind }: Privilege): number {
  if (kind === 'administrator') return 2;
  return kind === 'escalation' ? 1 : 0;
}

function roleAmong(
  { slotRoles }: RelatedOf['pod-identity-association'],
  key: string,
): Resource<'iam-role'> | undefined {
  return slotRoles.find((one): one is Resource<'iam-role'> => 'key' in one && one.key === key);
}
