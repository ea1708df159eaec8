import { instanceKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { list, places, text, texts } from '../parameters.ts';

/** The keys of the instances among the resources of a tagging call; undefined where one of the resources cannot be read. */
export function taggedInstances(call: Call): readonly string[] | undefined {
  const resources = list(call.request, 'resourcesSet');
  const ids = resources
    ? places(call.request, 'resourcesSet').map((item) => text(item, 'resourceId'))
    : texts(call.request, 'resourceId', 'resources');
  if (!ids || ids.length < (resources?.length ?? 1) || !ids.every(Boolean)) return undefined;
  const instances = ids.filter((id) => typeof id === 'string').filter((id) => id.startsWith('i-'));
  return [...new Set(instances)].map((id) => instanceKey(call.partition, call.region, call.account, id));
}
