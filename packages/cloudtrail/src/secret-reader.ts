import { type ActivityChange, useOf } from '@podguard/core';
import { instanceRole, isPodSession, staticKey } from './caller.ts';
import { type Call, use } from './mapper.ts';

/** How a secret was read, where that is by a long-lived access key, by an instance or by a pod. */
export function secretRead(call: Call): string | undefined {
  const key = staticKey(call);
  if (key !== undefined) return useOf('static-key', key);
  const instance = instanceRole(call);
  if (instance !== undefined) return useOf('node', instance);
  return isPodSession(call) ? 'pod' : undefined;
}

/** Each secret that was read once. */
export function readsOf(call: Call, how: string, keys: readonly string[]): readonly ActivityChange[] {
  return [...new Set(keys)].map((key) => use(call, 'secret', key, how));
}
