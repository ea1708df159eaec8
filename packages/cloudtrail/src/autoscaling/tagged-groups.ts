import { autoScalingGroupKey, type JsonValue, type SetMembers } from '@podguard/core';
import { type Call, patch } from '../mapper.ts';
import { list, places, text } from '../parameters.ts';

/** The tags of a tagging call by the group that each names: a value for each, or null where they are taken away. */
export function taggedGroups(call: Call, what: 'kept' | 'removed') {
  const written = list(call.request, 'tags');
  const tags = places(call.request, 'tags').map((tag) => ({
    group: text(tag, 'resourceId'),
    name: text(tag, 'key'),
    value: what === 'kept' ? text(tag, 'value') : null,
  }));
  if (!written || written.length === 0 || tags.length < written.length) return { missing: 'tag' };
  const groups = new Map<string, Record<string, JsonValue>>();
  for (const { group, name, value } of tags) {
    if (!group) return { missing: 'Auto Scaling group' };
    if (!name || value === undefined) return { missing: 'tag' };
    groups.set(group, { ...groups.get(group), [name]: what === 'kept' ? (value ?? '') : null });
  }
  return [...groups].map(([name, members]: [string, SetMembers]) => {
    const key = autoScalingGroupKey(call.partition, call.region, call.account, name);
    return patch(call, 'auto-scaling-group', key, { sets: { tags: members } });
  });
}
