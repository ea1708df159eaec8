import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:policy/carts`;
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/shop/carts`;
const request = { policyArn };

describeEvent('DeletePolicy', {
  record: record('iam', 'DeletePolicy', request),
  gives: [{ op: 'delete', key }],
  withoutRequest: names('DeletePolicy', 'policy'),
  omitted: names('DeletePolicy', 'policy'),
  cases: [
    {
      name: "a policy of AWS's own",
      but: { requestParameters: { ...request, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      gives: names('DeletePolicy', 'policy'),
    },
  ],
});
