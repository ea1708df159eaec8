import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, principalArn, viewPolicy } from './access-entry.ts';

const request = {
  name: 'prod',
  principalArn: encodeURIComponent(principalArn),
  policyArn: encodeURIComponent(viewPolicy),
};
const patch = { op: 'patch', key, fields: {}, sets: { policies: { [viewPolicy]: null } } } as const;
const missing = names('DisassociateAccessPolicy', 'access entry');

describeEvent('DisassociateAccessPolicy', {
  record: record('eks', 'DisassociateAccessPolicy', request),
  gives: [patch],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'plain ARNs',
      but: { requestParameters: { name: 'prod', principalArn, policyArn: viewPolicy } },
      gives: [patch],
    },
    {
      name: 'no policy named',
      but: { requestParameters: { name: 'prod', principalArn } },
      gives: names('DisassociateAccessPolicy', 'access policy'),
    },
  ],
});
