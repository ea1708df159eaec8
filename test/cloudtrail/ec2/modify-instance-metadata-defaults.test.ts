import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, record } from '../records.ts';

const patch = (fields: object) =>
  [{ op: 'patch', key: `${ACCOUNT}/eu-central-1`, fields, sets: {} }] as never;
const unknown = patch({
  httpTokens: '?',
  httpEndpoint: '?',
  hopLimit: '?',
  metadataTags: '?',
  tokensEnforced: '?',
});
const asks = (request: unknown) =>
  ({ requestParameters: { ModifyInstanceMetadataDefaultsRequest: request } }) as never;

describeEvent('ModifyInstanceMetadataDefaults', {
  record: record(
    'ec2',
    'ModifyInstanceMetadataDefaults',
    {
      ModifyInstanceMetadataDefaultsRequest: {
        HttpTokens: 'required',
        HttpPutResponseHopLimit: 1,
        HttpEndpoint: 'enabled',
        InstanceMetadataTags: 'disabled',
        HttpTokensEnforced: 'enabled',
      },
    },
    {
      ModifyInstanceMetadataDefaultsResponse: {
        xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e',
        return: true,
      },
    },
  ),
  gives: patch({
    httpTokens: 'required',
    httpEndpoint: 'enabled',
    hopLimit: 1,
    metadataTags: 'disabled',
    tokensEnforced: 'enabled',
  }),
  withoutRequest: unknown,
  omitted: unknown,
  cases: [
    {
      name: 'settings that leave it to the AMI, and others that stay as they are',
      but: asks({ HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 }),
      gives: patch({ httpTokens: 'no-preference', hopLimit: -1 }),
    },
    {
      name: 'values that do not exist',
      but: asks({ HttpEndpoint: 'maybe', HttpPutResponseHopLimit: 'many' }),
      gives: patch({ httpEndpoint: '?', hopLimit: '?' }),
    },
    { name: 'an empty request', but: asks(''), gives: [] },
    { name: 'a dry run', but: { errorCode: 'Client.DryRunOperation' }, gives: 'failed-call' },
  ],
});
