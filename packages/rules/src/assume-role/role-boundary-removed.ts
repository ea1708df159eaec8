import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { podReach, waysInWords } from '../shared/pods.ts';

export const roleBoundaryRemoved = defineRule({
  id: 'role-boundary-removed',
  title: 'The permissions boundary of a role that pods get was taken off',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a role that pods get and that had a permissions boundary before, where it now has none, or AdministratorAccess, which bounds nothing.',
  rationale:
    'A boundary keeps a role small whatever is attached to it. Without it a single careless attachment reaches the pods.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html',
  ],
  mappings: {},
  falsePositives: ['A boundary that was given up on purpose, with policies that are narrow by themselves.'],
  needs: { associations: ['roleArn'], targetAssociations: ['targetRoleArn'] },
  covers: undefined,
  evaluate(role, { related, config }) {
    const { boundary } = role.state;
    if (boundary === undefined) return indeterminate(`boundary of ${role.key}`);
    if (!boundsNothing(boundary)) return pass;
    const former = (role.former.boundary ?? [])
      .map(({ value }) => value)
      .find((value) => !boundsNothing(value));
    if (typeof former !== 'string' && isMakingRecorded(role)) return pass;
    const reach = podReach(role, related, config);
    if (reach.answer === 'no') return notApplicable('no pod gets it');
    if (reach.answer === 'unknown') return indeterminate(...reach.missing);
    if (typeof former !== 'string') return indeterminate(`boundary of ${role.key} before the records begin`);
    const now = boundary === null ? 'has no boundary any more' : 'has a boundary now that bounds nothing';
    return fail(`${role.key}, which pods get${waysInWords(reach)}, ${now}; it was ${former}`, {
      evidence: [
        { path: 'boundary', value: boundary },
        { path: 'boundaryBefore', value: former },
        ...reach.evidence,
      ],
    });
  },
  mend: {
    cli: 'aws iam put-role-permissions-boundary --role-name {roleName} --permissions-boundary {boundaryBefore}',
    terraform: 'permissions_boundary = "{boundaryBefore}"',
    cloudformation: 'PermissionsBoundary: {boundaryBefore}',
  },
  remediation: 'restore-boundary',
});

/** AdministratorAccess allows everything, and a boundary takes away only what it does not allow. */
function boundsNothing(boundary: unknown): boolean {
  return boundary === null || /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/.test(String(boundary));
}

/** Only what makes a role tells its ARN: whatever came after is known. */
function isMakingRecorded({ state }: Resource<'iam-role'>): boolean {
  return typeof state.arn === 'string';
}
