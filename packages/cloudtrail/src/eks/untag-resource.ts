import { defineMapper, patch } from '../mapper.ts';
import { removedTags } from '../tags.ts';
import { taggedResource } from './tagged-resource.ts';

export const untagResource = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UntagResource',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster', 'pod-identity-association'],
  toChanges(call) {
    const tagged = taggedResource(call);
    if (tagged === undefined) return { missing: 'resource' };
    if (tagged === null) return [];
    const tags = removedTags(call.request, 'tagKeys');
    return tags ? [patch(call, tagged.kind, tagged.key, { sets: { tags } })] : { missing: 'tag' };
  },
});
