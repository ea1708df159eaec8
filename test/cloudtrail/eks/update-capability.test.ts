import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { key } from './capability.ts';
import { update } from './update.ts';

const roleArn = `arn:aws:iam::${ACCOUNT}:role/ack-2`;
const request = { name: 'prod', capabilityName: 'controllers' };
const patch = (role: string) => ({ op: 'patch', key, fields: { roleArn: role }, sets: {} }) as const;
const missing = names('UpdateCapability', 'capability');

describeEvent('UpdateCapability', {
  record: record(
    'eks',
    'UpdateCapability',
    { ...request, roleArn },
    update('CapabilityUpdate', { RoleArn: roleArn }),
  ),
  gives: [patch(roleArn)],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'something else',
      but: { requestParameters: { ...request, deletePropagationPolicy: 'RETAIN' } },
      gives: [],
    },
    {
      name: 'a role that a redactor covered',
      but: { requestParameters: { ...request, roleArn: '***' } },
      gives: [patch('?')],
    },
  ],
});
