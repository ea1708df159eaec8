import type { SetMembers } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { texts } from '../parameters.ts';

/** The whole list of thumbprints that a request names, as members of a set; null where that is not known. */
export function thumbprints({ request }: Call): SetMembers | null {
  const named = texts(request, 'thumbprintList');
  // Without any IAM finds them by itself:
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
  if (!named || named.length === 0) return null;
  return Object.fromEntries(named.map((thumbprint) => [thumbprint.toLowerCase(), true]));
}
