import { userKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { oneOf, type Place, text, within } from '../parameters.ts';
import { keyOwner } from './key-owner.ts';

/** Whose credential a call is about: without a name in the request it is the caller's own, as with access keys. */
export function credentialOwner(call: Call): string | undefined {
  const answered = text(within(call.response, 'serviceSpecificCredential'), 'userName');
  const name = answered ?? keyOwner(call).userName;
  return name ? userKey(call.partition, call.account, name) : undefined;
}

/** As the member's value: `true` where it is not known. */
export function credentialStatus(place: Place): string | true {
  return oneOf(place, ['Active', 'Inactive', 'Expired'], 'status') ?? true;
}
