import { userKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** IAM's events name users by name, without the path. */
export function requestedUser(call: Call): string | undefined {
  const name = text(call.request, 'userName');
  return name ? userKey(call.partition, call.account, name) : undefined;
}
