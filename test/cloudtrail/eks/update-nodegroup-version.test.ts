import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { update } from './update.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:nodegroup/prod/workers`;
const patch = (templateVersion: string) =>
  ({ op: 'patch', key, fields: { templateVersion }, sets: {} }) as const;
const request = { name: 'prod', nodegroupName: 'workers', force: false };
const asks = (launchTemplate: unknown, params = {}) =>
  ({
    requestParameters: { ...request, launchTemplate },
    responseElements: update('VersionUpdate', params),
  }) as never;
const missing = names('UpdateNodegroupVersion', 'node group');

describeEvent('UpdateNodegroupVersion', {
  record: record(
    'eks',
    'UpdateNodegroupVersion',
    { ...request, launchTemplate: { name: 'workers', version: '4' } },
    update('VersionUpdate', { LaunchTemplateName: 'workers', LaunchTemplateVersion: '4' }),
  ),
  gives: [patch('4')],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [patch('4')] },
    {
      name: 'the number that the answer has for the newest',
      but: asks({ name: 'workers', version: '$Latest' }, { LaunchTemplateVersion: '5' }),
      gives: [patch('5')],
    },
    {
      name: 'a version without a number',
      but: asks({ name: 'workers', version: '$Latest' }, { LaunchTemplateVersion: '$Latest' }),
      gives: [patch('?')],
    },
    { name: 'the default version of the moment', but: asks({ name: 'workers' }), gives: [patch('?')] },
    { name: 'a launch template that a redactor covered', but: asks('***'), gives: [patch('?')] },
    {
      name: 'an update of the AMI only',
      but: {
        requestParameters: { ...request, releaseVersion: '1.34.0-20260301' },
        responseElements: update('VersionUpdate', { ReleaseVersion: '1.34.0-20260301' }),
      },
      gives: [],
    },
  ],
});
