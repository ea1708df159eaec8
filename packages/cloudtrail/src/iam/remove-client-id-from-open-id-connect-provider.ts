import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedProvider } from './requested-provider.ts';

export const removeClientIDFromOpenIDConnectProvider = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'RemoveClientIDFromOpenIDConnectProvider',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const key = requestedProvider(call);
    if (key === undefined) return { missing: 'provider' };
    const client = text(call.request, 'clientID');
    if (!client) return { missing: 'client' };
    return [patch(call, 'oidc-provider', key, { sets: { clientIds: { [client]: null } } })];
  },
});
