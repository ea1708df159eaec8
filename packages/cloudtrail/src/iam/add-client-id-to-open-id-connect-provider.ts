import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedProvider } from './requested-provider.ts';

export const addClientIDToOpenIDConnectProvider = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'AddClientIDToOpenIDConnectProvider',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const key = requestedProvider(call);
    if (key === undefined) return { missing: 'provider' };
    const client = text(call.request, 'clientID');
    if (!client) return { missing: 'client' };
    return [patch(call, 'oidc-provider', key, { sets: { clientIds: { [client]: true } } })];
  },
});
