import { accessEntryKey, type SetMembers } from '@podguard/core';
import type { Call } from '../mapper.ts';
import type { Place } from '../parameters.ts';
import { texts } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

/** The entry's cluster and principal, and its key where both are told. */
export function entryOf(call: Call, answered: Place) {
  const names = ownedNames(call, answered, 'principalArn');
  return {
    key: keyOfOwned(call, accessEntryKey, names),
    clusterName: names.clusterName,
    principalArn: names.name,
  };
}

/** The Kubernetes groups that a place names. */
export function groups(place: Place): SetMembers | null | undefined {
  const named = texts(place, 'kubernetesGroups');
  return named && Object.fromEntries(named.map((group) => [group, true]));
}
