import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const policyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

describeEvent('AttachUserPolicy', {
  record: record('iam', 'AttachUserPolicy', { userName: 'carts', policyArn }),
  gives: [{ op: 'patch', key, fields: {}, sets: { policies: { [policyArn]: true } } }],
  withoutRequest: names('AttachUserPolicy', 'user'),
  omitted: names('AttachUserPolicy', 'user'),
  cases: [
    {
      name: 'no policy named',
      but: { requestParameters: { userName: 'carts' } },
      gives: names('AttachUserPolicy', 'policy'),
    },
  ],
});
