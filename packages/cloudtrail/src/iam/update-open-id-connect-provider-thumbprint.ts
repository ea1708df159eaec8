import { defineMapper, put } from '../mapper.ts';
import { text } from '../parameters.ts';
import { providerHost } from './provider-host.ts';
import { requestedProvider } from './requested-provider.ts';
import { thumbprints } from './thumbprints.ts';

export const updateOpenIDConnectProviderThumbprint = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateOpenIDConnectProviderThumbprint',
  group: 'default',
  regional: false,
  kinds: ['oidc-provider'],
  toChanges(call) {
    const key = requestedProvider(call);
    if (key === undefined) return { missing: 'provider' };
    const told = thumbprints(call);
    if (told === null) return { missing: 'thumbprint' };
    const arn = text(call.request, 'openIDConnectProviderArn') ?? key;
    // The list replaces the one before, which only a telling of the whole can say.
    const sets = { clientIds: null, thumbprints: told };
    return [
      put(call, 'oidc-provider', key, { creates: false, fields: { arn, url: providerHost(arn) }, sets }),
    ];
  },
});
