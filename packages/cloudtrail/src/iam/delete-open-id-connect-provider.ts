import { defineMapper, remove } from '../mapper.ts';
import { requestedProvider } from './requested-provider.ts';

export const deleteOpenIDConnectProvider = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteOpenIDConnectProvider',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const key = requestedProvider(call);
    return key === undefined ? { missing: 'provider' } : [remove(call, 'oidc-provider', key)];
  },
});
