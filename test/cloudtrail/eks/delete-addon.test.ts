import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { addon, key } from './addon.ts';

const request = { name: 'prod', addonName: addon.addonName, preserve: false };

describeEvent('DeleteAddon', {
  record: record('eks', 'DeleteAddon', request, { addon: { ...addon, status: 'DELETING' } }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'its software stays on the cluster',
      but: { requestParameters: { ...request, preserve: true } },
      gives: [{ op: 'patch', key, fields: { status: '?' }, sets: {} }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteAddon', 'add-on'),
    },
  ],
});
