import type { Resource } from '@podguard/core';

/** By its key, where nothing told its id. */
export function keyIdOf({ key, state }: Resource<'access-key'>): string {
  return state.keyId ?? key.slice(key.indexOf('/') + 1);
}
