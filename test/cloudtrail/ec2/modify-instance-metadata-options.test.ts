import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const id = 'i-0dbc91f429e48eeed';
const key = `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
const request = { ModifyInstanceMetadataOptionsRequest: { InstanceId: id, HttpTokens: 'required' } };
const whole = {
  state: 'pending',
  httpTokens: 'required',
  httpPutResponseHopLimit: 2,
  httpEndpoint: 'enabled',
  httpProtocolIpv4: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};
const response = {
  ModifyInstanceMetadataOptionsResponse: {
    xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e',
    instanceId: id,
    instanceMetadataOptions: whole,
  },
};
const fields = {
  httpTokens: 'required',
  httpEndpoint: 'enabled',
  hopLimit: 2,
  httpProtocolIpv6: 'disabled',
  metadataTags: 'disabled',
};
const patch = { op: 'patch', key, fields, sets: {} } as const;

describeEvent('ModifyInstanceMetadataOptions', {
  record: record('ec2', 'ModifyInstanceMetadataOptions', request, response),
  gives: [patch],
  withoutRequest: [patch],
  omitted: [patch],
  cases: [
    {
      name: 'no answer: only what the request names changed',
      but: { responseElements: null },
      gives: [{ ...patch, fields: { httpTokens: 'required' } }],
    },
    {
      name: 'a hop limit as text, in the older form',
      but: { requestParameters: { instanceId: id, httpPutResponseHopLimit: '3' }, responseElements: null },
      gives: [{ ...patch, fields: { hopLimit: 3 } }],
    },
    {
      name: 'an answer of the id only, and no request: anything may have changed',
      but: {
        requestParameters: { omitted: true },
        responseElements: { ModifyInstanceMetadataOptionsResponse: { instanceId: id } },
      },
      gives: [
        {
          ...patch,
          fields: {
            httpTokens: '?',
            httpEndpoint: '?',
            hopLimit: '?',
            httpProtocolIpv6: '?',
            metadataTags: '?',
          },
        },
      ],
    },
    {
      name: 'values that do not exist',
      but: {
        requestParameters: {
          ModifyInstanceMetadataOptionsRequest: {
            InstanceId: id,
            HttpTokens: 'no',
            HttpPutResponseHopLimit: 1.5,
          },
        },
        responseElements: null,
      },
      gives: [{ ...patch, fields: { httpTokens: '?', hopLimit: '?' } }],
    },
    {
      name: 'an empty request',
      but: { requestParameters: { ModifyInstanceMetadataOptionsRequest: '' }, responseElements: null },
      gives: names('ModifyInstanceMetadataOptions', 'instance'),
    },
    { name: 'a dry run', but: { errorCode: 'Client.DryRunOperation' }, gives: 'failed-call' },
  ],
});
