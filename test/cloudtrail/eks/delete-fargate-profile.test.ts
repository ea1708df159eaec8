import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, profile } from './fargate-profile.ts';

const request = { name: 'prod', fargateProfileName: 'batch' };

describeEvent('DeleteFargateProfile', {
  record: record('eks', 'DeleteFargateProfile', request, {
    fargateProfile: { ...profile, status: 'DELETING' },
  }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteFargateProfile', 'Fargate profile'),
    },
  ],
});
