import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, profile } from './fargate-profile.ts';

const { podExecutionRoleArn, selectors, subnets } = profile;
const request = { name: 'prod', fargateProfileName: 'batch', podExecutionRoleArn, selectors, subnets };
const fields = {
  arn: profile.fargateProfileArn,
  profileName: 'batch',
  clusterName: 'prod',
  podExecutionRoleArn,
};
const sets = { selectors: { 'batch-*': '{}', jobs: '{"app":"a","tier":"b"}' } };
const put = { op: 'put', creates: true, key, fields, sets } as const;
const answered = { ...put, uniqueId: profile.fargateProfileArn };
const selecting = (...written: readonly unknown[]) =>
  ({
    responseElements: { fargateProfile: { ...profile, selectors: written } },
    requestParameters: null,
  }) as never;
const selects = (found: object | null) => [{ ...answered, sets: { selectors: found } }] as never;

describeEvent('CreateFargateProfile', {
  record: record('eks', 'CreateFargateProfile', request, { fargateProfile: profile }),
  gives: [answered],
  withoutRequest: [answered],
  omitted: [answered],
  cases: [
    {
      name: 'no answer',
      but: { responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: '?' } }],
    },
    {
      name: 'a namespace twice, each with labels of its own',
      but: selecting(
        { namespace: 'jobs', labels: { b: '2' } },
        { namespace: 'jobs', labels: { a: '1' } },
        { namespace: 'jobs', labels: { b: '2' } },
      ),
      gives: selects({ jobs: '[{"a":"1"},{"b":"2"}]' }),
    },
    {
      name: 'a namespace twice, once with all its pods',
      but: selecting({ namespace: 'jobs', labels: { a: '1' } }, { namespace: 'jobs', labels: {} }),
      gives: selects({ jobs: '{}' }),
    },
    { name: 'a selector without a namespace', but: selecting({ labels: {} }), gives: selects(null) },
    { name: 'a selector that is none', but: selecting({ namespace: 'jobs' }, '***'), gives: selects(null) },
    {
      name: 'labels that a redactor covered',
      but: selecting({ namespace: 'jobs', labels: '***' }),
      gives: selects(null),
    },
    {
      name: 'no cluster named',
      but: { requestParameters: { fargateProfileName: 'batch' }, responseElements: null },
      gives: names('CreateFargateProfile', 'Fargate profile'),
    },
  ],
});
