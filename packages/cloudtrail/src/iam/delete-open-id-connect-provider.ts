import { oidcProviderKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { text } from '../parameters.ts';
import { providerHost } from './provider-host.ts';

export const deleteOpenIDConnectProvider = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteOpenIDConnectProvider',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const url = providerHost(text(call.request, 'openIDConnectProviderArn'));
    if (url === undefined) return { missing: 'provider' };
    return [remove(call, 'oidc-provider', oidcProviderKey(call.partition, call.account, url))];
  },
});
