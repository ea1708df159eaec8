import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { association, changedBy, fields, key } from './association.ts';

const roleArn = `arn:aws:iam::${ACCOUNT}:role/other`;
const request = { name: 'prod', associationId: association.associationId, roleArn };
const put = { op: 'put', creates: false, key, fields: { ...fields, roleArn }, sets: { tags: {} } } as const;
const patch = { op: 'patch', key, sets: {} } as const;

describeEvent('UpdatePodIdentityAssociation', {
  record: record('eks', 'UpdatePodIdentityAssociation', request, {
    association: { ...association, roleArn },
  }),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'an answer that says nothing of tags leaves them as they are',
      but: { responseElements: { association: { ...association, roleArn, tags: null } } },
      gives: [{ ...put, sets: { tags: null } }],
    },
    {
      name: 'no answer: what the request names, and nothing else',
      but: { responseElements: null },
      gives: [{ ...patch, fields: { roleArn, changedBy } }],
    },
    {
      name: 'no answer, a target cleared',
      but: {
        responseElements: null,
        requestParameters: { ...request, targetRoleArn: '', disableSessionTags: true },
      },
      gives: [{ ...patch, fields: { roleArn, targetRoleArn: null, disableSessionTags: true, changedBy } }],
    },
    {
      name: 'an answer of the id only, and no request: anything may have changed',
      but: {
        requestParameters: { omitted: true },
        responseElements: { association: { associationArn: key } },
      },
      gives: [
        {
          ...patch,
          fields: { roleArn: '?', targetRoleArn: '?', disableSessionTags: '?', policy: '?', changedBy },
        },
      ],
    },
    {
      name: 'neither names it',
      but: { requestParameters: { name: 'prod', roleArn }, responseElements: null },
      gives: names('UpdatePodIdentityAssociation', 'association'),
    },
  ],
});
