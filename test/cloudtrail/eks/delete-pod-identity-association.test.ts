import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { association, key } from './association.ts';

const request = { name: 'prod', associationId: association.associationId };

describeEvent('DeletePodIdentityAssociation', {
  record: record('eks', 'DeletePodIdentityAssociation', request, { association }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'an ARN of something else',
      but: {
        responseElements: { association: { associationArn: 'arn:aws:eks:eu-central-1:1:cluster/prod' } },
      },
      gives: [{ op: 'delete', key }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeletePodIdentityAssociation', 'association'),
    },
  ],
});
