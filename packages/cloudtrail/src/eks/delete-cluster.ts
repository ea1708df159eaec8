import { defineMapper, remove } from '../mapper.ts';
import { clusterName, keyOfCluster } from './cluster.ts';

export const deleteCluster = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteCluster',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const name = clusterName(call);
    return name === undefined
      ? { missing: 'cluster' }
      : [remove(call, 'eks-cluster', keyOfCluster(call, name))];
  },
});
