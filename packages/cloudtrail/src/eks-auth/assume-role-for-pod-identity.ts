import { clusterKey } from '@podguard/core';
import { defineMapper, use } from '../mapper.ts';
import { text } from '../parameters.ts';

/** It names neither the association nor its role: the AssumeRole that follows does. */
export const assumeRoleForPodIdentity = defineMapper({
  source: 'eks-auth.amazonaws.com',
  name: 'AssumeRoleForPodIdentity',
  group: 'activity',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const cluster = text(call.request, 'clusterName');
    if (!cluster) return { missing: 'cluster' };
    const key = clusterKey(call.partition, call.region, call.account, cluster);
    return [use(call, 'eks-cluster', key, 'pod-identity')];
  },
});
