import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = (id: string) => `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
const instance = (instanceId: string, name = 'shutting-down') => ({
  instanceId,
  currentState: { code: 32, name },
  previousState: { code: 16, name: 'running' },
});
const request = { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } };
const both = [
  { op: 'delete', key: key('i-1') },
  { op: 'delete', key: key('i-2') },
] as const;

describeEvent('TerminateInstances', {
  record: record('ec2', 'TerminateInstances', request, {
    requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e',
    instancesSet: { items: [instance('i-1'), instance('i-2', 'terminated')] },
  }),
  gives: both,
  withoutRequest: both,
  omitted: both,
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: both },
    {
      name: 'one named twice',
      but: { responseElements: { instancesSet: { items: [instance('i-1'), instance('i-1')] } } },
      gives: [both[0]],
    },
    {
      name: 'one that goes on running',
      but: { responseElements: { instancesSet: { items: [instance('i-1', 'running'), instance('i-2')] } } },
      gives: [both[1]],
    },
    {
      name: 'the wrapped form, one element',
      but: {
        requestParameters: null,
        responseElements: { TerminateInstancesResponse: { instancesSet: { item: instance('i-1') } } },
      },
      gives: [both[0]],
    },
    {
      name: 'neither names one',
      but: { requestParameters: null, responseElements: null },
      gives: names('TerminateInstances', 'instance'),
    },
  ],
});
