import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { capability, key } from './capability.ts';

const { capabilityName, type, roleArn, deletePropagationPolicy } = capability;
const request = { name: 'prod', capabilityName, type, roleArn, deletePropagationPolicy };
const fields = { arn: capability.arn, capabilityName, clusterName: 'prod', type, roleArn };
const put = { op: 'put', creates: true, key, fields, sets: {} } as const;
const answered = { ...put, uniqueId: capability.arn };

describeEvent('CreateCapability', {
  record: record('eks', 'CreateCapability', request, { capability }),
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
      name: 'a role that a redactor covered',
      but: { requestParameters: { ...request, roleArn: '***' }, responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: '?', roleArn: '?' } }],
    },
    {
      name: 'no capability named',
      but: { requestParameters: { name: 'prod' }, responseElements: null },
      gives: names('CreateCapability', 'capability'),
    },
  ],
});
