import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { keyIdOf } from '../shared/key-id.ts';

export const staticKeyReactivated = defineRule({
  id: 'static-key-reactivated',
  title: 'An inactive access key was made active again',
  method: 'static-key',
  resource: 'access-key',
  severity: 'medium',
  broken: false,
  family: null,
  description: 'Reports an active access key that was inactive before.',
  rationale:
    'A key is deactivated because it leaked or nobody needs it. Whoever switches it on again undoes that.',
  references: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html'],
  mappings: {},
  falsePositives: ['A key that was deactivated to see whether anything still uses it, and something did.'],
  needs: {},
  covers: undefined,
  evaluate(key) {
    const { state, former } = key;
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    const inactive = former.status?.find(({ value }) => value === 'Inactive');
    if (inactive === undefined) return state.creator === undefined ? indeterminate('status before') : pass;
    return fail(`The access key ${keyIdOf(key)} of ${state.userName ?? 'an IAM user'} is active again`, {
      evidence: [
        { path: 'status before', value: `Inactive since ${inactive.at.time}` },
        { path: 'status', value: state.status },
        { path: 'userName', value: state.userName ?? null },
      ],
    });
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive',
    terraform: '# aws_iam_access_key: status = "Inactive"',
    cloudformation: '# AWS::IAM::AccessKey: Status: Inactive',
  },
  remediation: 'deactivate-access-key',
});
