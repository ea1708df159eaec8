import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { key } from './addon.ts';
import { update } from './update.ts';

const serviceAccountRoleArn = `arn:aws:iam::${ACCOUNT}:role/ebs-csi-2`;
const request = { name: 'prod', addonName: 'aws-ebs-csi-driver', addonVersion: 'v1.52.0-eksbuild.1' };
const patch = (role: string | null) =>
  ({ op: 'patch', key, fields: { serviceAccountRoleArn: role }, sets: {} }) as const;
const missing = names('UpdateAddon', 'add-on');

describeEvent('UpdateAddon', {
  record: record(
    'eks',
    'UpdateAddon',
    { ...request, serviceAccountRoleArn },
    update('AddonUpdate', {
      AddonVersion: request.addonVersion,
      ServiceAccountRoleArn: serviceAccountRoleArn,
    }),
  ),
  gives: [patch(serviceAccountRoleArn)],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'without a role it has none any more',
      but: { requestParameters: request },
      gives: [patch(null)],
    },
    {
      name: 'a role that a redactor covered',
      but: { requestParameters: { ...request, serviceAccountRoleArn: '***' } },
      gives: [patch('?')],
    },
  ],
});
