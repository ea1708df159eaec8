import type { JsonObject } from '@podguard/core';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { associated, id, patch, profileArn } from './profile-association.ts';

const asked = (profile: JsonObject) => ({
  AssociateIamInstanceProfileRequest: { InstanceId: id, IamInstanceProfile: profile },
});
const unanswered = (profile: JsonObject) =>
  ({ requestParameters: asked(profile), responseElements: null }) as never;

describeEvent('AssociateIamInstanceProfile', {
  record: record(
    'ec2',
    'AssociateIamInstanceProfile',
    asked({ Name: 'node' }),
    associated('AssociateIamInstanceProfile', 'associating'),
  ),
  gives: [patch(profileArn)],
  withoutRequest: [patch(profileArn)],
  omitted: [patch(profileArn)],
  cases: [
    { name: 'no answer, an ARN', but: unanswered({ Arn: profileArn }), gives: [patch(profileArn)] },
    {
      name: 'no answer, a name: the ARN without a path',
      but: unanswered({ Name: 'node' }),
      gives: [patch(`arn:aws:iam::${ACCOUNT}:instance-profile/node`)],
    },
    { name: 'a profile that a redactor covered', but: unanswered({ Name: '***' }), gives: [patch('?')] },
    { name: 'a profile without a name', but: unanswered({}), gives: [patch('?')] },
    {
      name: 'an ARN that a redactor covered',
      but: unanswered({ Arn: '***', Name: 'node' }),
      gives: [patch('?')],
    },
    {
      name: 'neither names an instance',
      but: { requestParameters: null, responseElements: null },
      gives: names('AssociateIamInstanceProfile', 'instance'),
    },
  ],
});
