import { accountDefaultsKey } from '@podguard/core';
import { defineMapper, named, patch } from '../mapper.ts';
import { integer, oneOf } from '../parameters.ts';

const SWITCH = ['enabled', 'disabled', 'no-preference'] as const;

export const modifyInstanceMetadataDefaults = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'ModifyInstanceMetadataDefaults',
  group: 'default',
  regional: true,
  kinds: ['ec2-account-defaults'],
  toChanges(call) {
    const { request, account, region } = call;
    const fields = named({
      httpTokens: oneOf(request, ['optional', 'required', 'no-preference'], 'httpTokens'),
      httpEndpoint: oneOf(request, SWITCH, 'httpEndpoint'),
      hopLimit: integer(request, 'httpPutResponseHopLimit'),
      metadataTags: oneOf(request, SWITCH, 'instanceMetadataTags'),
      tokensEnforced: oneOf(request, SWITCH, 'httpTokensEnforced'),
    });
    if (Object.keys(fields).length === 0) return [];
    return [patch(call, 'ec2-account-defaults', accountDefaultsKey(account, region), { fields })];
  },
});
