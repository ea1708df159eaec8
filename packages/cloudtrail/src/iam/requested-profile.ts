import { instanceProfileKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';

/** IAM's events name instance profiles by name, without the path. */
export function requestedProfile(call: Call): string | undefined {
  const answered = within(call.response, 'instanceProfile');
  const name = first((place) => text(place, 'instanceProfileName'), call.request, answered);
  return name ? instanceProfileKey(call.partition, call.account, name) : undefined;
}
