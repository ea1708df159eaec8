import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const cluster = { name: 'prod', arn: key, status: 'DELETING' };

describeEvent('DeleteCluster', {
  record: record('eks', 'DeleteCluster', { name: 'prod' }, { cluster }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteCluster', 'cluster'),
    },
  ],
});
