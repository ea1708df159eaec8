import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;
const request = { instanceProfileName: 'node', path: '/eks/' };
const instanceProfile = {
  path: '/eks/',
  instanceProfileName: 'node',
  instanceProfileId: 'AIPANODE0001EXAMPLE',
  arn: `arn:aws:iam::${ACCOUNT}:instance-profile/eks/node`,
  createDate: 'Mar 12, 2026, 7:30:04 AM',
  roles: [],
};
const put = { op: 'put', creates: true, key, sets: { roles: {} } } as const;
const answered = {
  ...put,
  uniqueId: instanceProfile.instanceProfileId,
  fields: { arn: instanceProfile.arn },
};

describeEvent('CreateInstanceProfile', {
  record: record('iam', 'CreateInstanceProfile', request, { instanceProfile }),
  gives: [answered],
  withoutRequest: [answered],
  omitted: [answered],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ ...put, fields: { arn: '?' } }] },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateInstanceProfile', 'instance profile'),
    },
  ],
});
