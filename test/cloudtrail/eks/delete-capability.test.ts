import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { capability, key } from './capability.ts';

const request = { name: 'prod', capabilityName: 'controllers' };

describeEvent('DeleteCapability', {
  record: record('eks', 'DeleteCapability', request, {
    capability: { ...capability, status: 'DELETING' },
  }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteCapability', 'capability'),
    },
  ],
});
