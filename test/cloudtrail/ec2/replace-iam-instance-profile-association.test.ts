import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { associated, patch, profileArn } from './profile-association.ts';

const request = {
  ReplaceIamInstanceProfileAssociationRequest: {
    AssociationId: 'iip-assoc-09e8d7c6b5a403217',
    IamInstanceProfile: { Name: 'node' },
  },
};

describeEvent('ReplaceIamInstanceProfileAssociation', {
  record: record(
    'ec2',
    'ReplaceIamInstanceProfileAssociation',
    request,
    associated('ReplaceIamInstanceProfileAssociation', 'associating'),
  ),
  gives: [patch(profileArn)],
  withoutRequest: [patch(profileArn)],
  omitted: [patch(profileArn)],
  cases: [
    {
      name: 'no answer: the request names no instance',
      but: { responseElements: null },
      gives: names('ReplaceIamInstanceProfileAssociation', 'instance'),
    },
  ],
});
