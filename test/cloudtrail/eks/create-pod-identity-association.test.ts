import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { association, fields, key, roleArn } from './association.ts';

const request = {
  name: 'prod',
  namespace: 'shop',
  serviceAccount: 'checkout',
  roleArn,
  clientRequestToken: '6f0d2c0e-6a0c-4f0e-9a53-7f0d7c0f3a11',
  tags: {},
};
const put = { op: 'put', creates: true, key, fields, sets: { tags: {} } } as const;
const unsaid = { ...fields, targetRoleArn: '?', policy: '?' };
const { disableSessionTags: _unsaid, ...older } = association;
const targetRoleArn = 'arn:aws:iam::444455556666:role/target';

describeEvent('CreatePodIdentityAssociation', {
  record: record('eks', 'CreatePodIdentityAssociation', request, { association }),
  gives: [put],
  withoutRequest: [{ ...put, fields: unsaid }],
  omitted: [{ ...put, fields: unsaid }],
  cases: [
    {
      name: 'tags',
      but: {
        requestParameters: { ...request, tags: { 'podguard:owner': 'shop' } },
        responseElements: { association: { ...association, tags: { 'podguard:owner': 'shop' } } },
      },
      gives: [{ ...put, sets: { tags: { 'podguard:owner': 'shop' } } }],
    },
    {
      name: 'everything set',
      but: {
        requestParameters: {
          ...request,
          targetRoleArn,
          disableSessionTags: true,
          policy: '{ "Statement": [] }',
        },
        responseElements: {
          association: {
            ...association,
            targetRoleArn,
            externalId: 'prod/x',
            disableSessionTags: true,
            ownerArn: 'arn:x',
          },
        },
      },
      gives: [
        {
          ...put,
          fields: {
            ...fields,
            targetRoleArn,
            externalId: 'prod/x',
            disableSessionTags: true,
            policy: '{"Statement":[]}',
            ownerArn: 'arn:x',
          },
        },
      ],
    },
    {
      name: 'an answer older than disableSessionTags: tags are on unless the request says otherwise',
      but: { responseElements: { association: older } },
      gives: [put],
    },
    {
      name: 'an answer older than disableSessionTags, and no request: not known',
      but: { requestParameters: { omitted: true }, responseElements: { association: older } },
      gives: [{ ...put, fields: { ...unsaid, disableSessionTags: '?' } }],
    },
    {
      name: 'a flag that is no flag',
      but: {
        requestParameters: { ...request, disableSessionTags: 'perhaps' },
        responseElements: { association: older },
      },
      gives: [{ ...put, fields: { ...fields, disableSessionTags: '?' } }],
    },
    {
      name: 'a flag as text, and the cluster as clusterName',
      but: {
        requestParameters: {
          namespace: 'shop',
          serviceAccount: 'checkout',
          roleArn,
          clusterName: 'prod',
          disableSessionTags: 'true',
        },
        responseElements: { association: { associationId: association.associationId } },
      },
      gives: [{ ...put, fields: { ...fields, disableSessionTags: true } }],
    },
    {
      name: 'a role ARN that is percent-encoded',
      but: {
        requestParameters: { ...request, roleArn: encodeURIComponent(roleArn) },
        responseElements: { association: { associationArn: key, associationId: association.associationId } },
      },
      gives: [put],
    },
    {
      name: 'no answer: the id is not known',
      but: { responseElements: null },
      gives: names('CreatePodIdentityAssociation', 'association'),
    },
    {
      name: 'no region',
      but: { awsRegion: '' },
      gives: {
        unreadable: 'CreatePodIdentityAssociation 5c1f0b1e-52d4-4a0e-8a3c-0c9b8f6c7d11 names no region',
      },
    },
  ],
});
