import { roleKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** IAM's events name roles by name, without the path. */
export function requestedRole(call: Call): string | undefined {
  const name = text(call.request, 'roleName');
  return name ? roleKey(call.partition, call.account, name) : undefined;
}
