import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { daysBetween, lastUseOf } from '../shared/key-age.ts';
import { keyIdOf } from '../shared/key-id.ts';

export const staticKeyUnused = defineRule({
  id: 'static-key-unused',
  title: 'An active access key is not used',
  method: 'static-key',
  resource: 'access-key',
  severity: 'medium',
  broken: false,
  family: 'key-age',
  description:
    'Reports an active access key that was last used, or made and never used, longer ago than the configuration allows (limits.keyUnusedDays: 45 days), by the time at which the account was read.',
  rationale: 'A key that nobody needs can only be misused, and nobody would notice.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html',
  ],
  mappings: { cisAws: ['1.11'] },
  falsePositives: ['A job that runs less often than that, or a key kept for an emergency.'],
  needs: {},
  covers: undefined,
  evaluate(key, { config }) {
    const { state } = key;
    if (state.ofRoot === true) return notApplicable('a key of the account root');
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    if (state.readAt === undefined || state.readAt === null) return indeterminate('readAt');
    const used = lastUseOf(key);
    if (used === undefined) return indeterminate('lastUsedAt');
    const [path, from] = used === null ? ['createdAt', state.createdAt] : ['lastUsedAt', used];
    const unused = daysBetween(from, state.readAt);
    if (typeof from !== 'string' || unused === undefined) return indeterminate(path);
    if (unused <= config.limits.keyUnusedDays) return pass;
    const since = used === null ? `was never used in ${unused} days` : `was last used ${unused} days ago`;
    return fail(`The active access key ${keyIdOf(key)} of ${state.userName ?? 'an IAM user'} ${since}`, {
      evidence: [
        { path, value: from },
        { path: 'readAt', value: state.readAt },
        { path: 'userName', value: state.userName ?? null },
      ],
    });
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive\n# nothing breaks for some days: aws iam delete-access-key --user-name {userName} --access-key-id {keyId}',
    terraform: '# aws_iam_access_key: status = "Inactive"; remove it once nothing broke for some days',
    cloudformation: '# AWS::IAM::AccessKey: Status: Inactive; remove it once nothing broke for some days',
  },
  remediation: 'deactivate-access-key',
});
