import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const policyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

describeEvent('DetachUserPolicy', {
  record: record('iam', 'DetachUserPolicy', { userName: 'carts', policyArn }),
  gives: [{ op: 'patch', key, fields: {}, sets: { policies: { [policyArn]: null } } }],
  withoutRequest: names('DetachUserPolicy', 'user'),
  omitted: names('DetachUserPolicy', 'user'),
  cases: [
    {
      name: 'no policy named',
      but: { requestParameters: { userName: 'carts' } },
      gives: names('DetachUserPolicy', 'policy'),
    },
  ],
});
