import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { keyIdOf } from '../shared/key-id.ts';

export const staticKeyForOtherUser = defineRule({
  id: 'static-key-for-other-user',
  title: 'An access key was made by somebody else than its user',
  method: 'static-key',
  resource: 'access-key',
  severity: 'high',
  broken: false,
  family: 'key-origin',
  description: 'Reports an active access key of an IAM user that another principal created.',
  rationale:
    'Making a key for another user is how one identity takes on the rights of another and keeps them.',
  references: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html'],
  mappings: {},
  falsePositives: ['An administrator or a pipeline that hands out keys on request.'],
  needs: {},
  covers: undefined,
  evaluate(key) {
    const { state } = key;
    if (state.ofRoot === true) return notApplicable('a key of the account root');
    if (state.createdByOwner === undefined || state.createdByOwner === null)
      return indeterminate('createdByOwner');
    if (state.createdByOwner) return pass;
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    return fail(
      `${state.creator ?? 'Another principal'} made the access key ${keyIdOf(key)} for ${state.userName ?? 'an IAM user'}`,
      {
        evidence: [
          { path: 'creator', value: state.creator ?? null },
          { path: 'userName', value: state.userName ?? null },
          { path: 'status', value: state.status },
        ],
      },
    );
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive',
    terraform: '# remove the aws_iam_access_key resource; give the workload a role of its own',
    cloudformation: '# remove the AWS::IAM::AccessKey resource; give the workload a role of its own',
  },
  remediation: 'deactivate-access-key',
});
