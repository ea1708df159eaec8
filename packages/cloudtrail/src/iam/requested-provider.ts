import { oidcProviderKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';
import { providerHost } from './provider-host.ts';

/** All but the call that makes it name a provider by its ARN. */
export function requestedProvider(call: Call): string | undefined {
  const url = providerHost(text(call.request, 'openIDConnectProviderArn'));
  return url === undefined ? undefined : oidcProviderKey(call.partition, call.account, url);
}
