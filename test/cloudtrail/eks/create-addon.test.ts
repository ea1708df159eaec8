import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { addon, key } from './addon.ts';

const { serviceAccountRoleArn, addonName } = addon;
const request = { name: 'prod', addonName, serviceAccountRoleArn, resolveConflicts: 'OVERWRITE' };
const { serviceAccountRoleArn: _role, ...withoutRole } = addon;
const fields = {
  arn: addon.addonArn,
  addonName,
  clusterName: 'prod',
  serviceAccountRoleArn,
  status: 'CREATING',
};
const put = { op: 'put', creates: true, key, fields, sets: {} } as const;
const answered = { ...put, uniqueId: addon.addonArn };

describeEvent('CreateAddon', {
  record: record('eks', 'CreateAddon', request, { addon }),
  gives: [answered],
  withoutRequest: [answered],
  omitted: [answered],
  cases: [
    {
      name: 'no answer',
      but: { responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: '?', status: '?' } }],
    },
    {
      name: 'no role of its own, but an association',
      but: {
        requestParameters: {
          name: 'prod',
          addonName,
          podIdentityAssociations: [
            { serviceAccount: 'ebs-csi-controller-sa', roleArn: serviceAccountRoleArn },
          ],
        },
        responseElements: {
          addon: { ...withoutRole, podIdentityAssociations: ['arn:aws:eks:eu-central-1:1:x'] },
        },
      },
      gives: [{ ...answered, fields: { ...fields, serviceAccountRoleArn: null } }],
    },
    {
      name: 'a role that a redactor covered',
      but: {
        requestParameters: { ...request, serviceAccountRoleArn: '***' },
        responseElements: null,
      },
      gives: [{ ...put, fields: { ...fields, arn: '?', status: '?', serviceAccountRoleArn: '?' } }],
    },
    {
      name: 'no add-on named',
      but: { requestParameters: { name: 'prod' }, responseElements: null },
      gives: names('CreateAddon', 'add-on'),
    },
  ],
});
