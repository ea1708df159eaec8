import { defineMapper, put } from '../mapper.ts';
import { first, text } from '../parameters.ts';
import { answeredNodegroup, keyOfNodegroup, nodegroupNames, nodegroupTemplate } from './nodegroup.ts';

export const createNodegroup = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateNodegroup',
  group: 'default',
  regional: true,
  kinds: ['eks-nodegroup'],
  toChanges(call) {
    const key = keyOfNodegroup(call);
    if (key === undefined) return { missing: 'node group' };
    const answered = answeredNodegroup(call);
    const arn = text(answered, 'nodegroupArn') ?? undefined;
    const nodeRole = first((place) => text(place, 'nodeRole'), answered, call.request) ?? undefined;
    return [
      put(call, 'eks-nodegroup', key, {
        creates: true,
        // Its ARN ends with an id of its own, where the name can be used again.
        uniqueId: arn,
        fields: { arn, ...nodegroupNames(call), nodeRole, ...nodegroupTemplate(call) },
        sets: {},
      }),
    ];
  },
});
