import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { associated, patch } from './profile-association.ts';

const request = { DisassociateIamInstanceProfileRequest: { AssociationId: 'iip-assoc-0c3a1f2e4d5b60718' } };

describeEvent('DisassociateIamInstanceProfile', {
  record: record(
    'ec2',
    'DisassociateIamInstanceProfile',
    request,
    associated('DisassociateIamInstanceProfile', 'disassociating'),
  ),
  gives: [patch(null)],
  withoutRequest: [patch(null)],
  omitted: [patch(null)],
  cases: [
    {
      name: 'no answer: the request names no instance',
      but: { responseElements: null },
      gives: names('DisassociateIamInstanceProfile', 'instance'),
    },
  ],
});
