import { defineMapper, patch } from '../mapper.ts';
import { keptTags } from '../tags.ts';
import { taggedResource } from './tagged-resource.ts';

export const tagResource = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'TagResource',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster', 'pod-identity-association'],
  toChanges(call) {
    const tagged = taggedResource(call);
    if (tagged === undefined) return { missing: 'resource' };
    if (tagged === null) return [];
    const tags = keptTags(call.request, 'tags');
    return tags ? [patch(call, tagged.kind, tagged.key, { sets: { tags } })] : { missing: 'tag' };
  },
});
