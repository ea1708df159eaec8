import { oidcProviderKey } from '@podguard/core';
import { defineMapper, put } from '../mapper.ts';
import { text, texts } from '../parameters.ts';
import { providerHost } from './provider-host.ts';
import { thumbprints } from './thumbprints.ts';

export const createOpenIDConnectProvider = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateOpenIDConnectProvider',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const arn = text(call.response, 'openIDConnectProviderArn');
    const url = providerHost(arn) ?? text(call.request, 'url')?.replace(/^https:\/\//, '');
    if (!url) return { missing: 'provider' };
    const key = oidcProviderKey(call.partition, call.account, url);
    const clientIds = texts(call.request, 'clientIDList');
    const sets = {
      clientIds:
        clientIds === undefined ? null : Object.fromEntries((clientIds ?? []).map((id) => [id, true])),
      thumbprints: thumbprints(call),
    };
    return [put(call, 'oidc-provider', key, { creates: true, fields: { arn: arn ?? key, url }, sets })];
  },
});
