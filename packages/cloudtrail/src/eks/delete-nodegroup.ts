import { defineMapper, remove } from '../mapper.ts';
import { keyOfNodegroup } from './nodegroup.ts';

export const deleteNodegroup = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteNodegroup',
  group: 'default',
  regional: true,
  kinds: ['eks-nodegroup'],
  toChanges(call) {
    const key = keyOfNodegroup(call);
    return key === undefined ? { missing: 'node group' } : [remove(call, 'eks-nodegroup', key)];
  },
});
