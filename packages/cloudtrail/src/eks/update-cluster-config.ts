import { defineMapper, named, patch } from '../mapper.ts';
import { clusterName, keyOfCluster } from './cluster.ts';
import { authenticationMode, autoMode, isLogged } from './cluster-options.ts';

export const updateClusterConfig = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdateClusterConfig',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const { request } = call;
    const name = clusterName(call);
    if (name === undefined) return { missing: 'cluster' };
    const fields = named({
      authenticationMode: authenticationMode(request),
      auditLog: isLogged(request, 'audit'),
      authenticatorLog: isLogged(request, 'authenticator'),
      autoMode: autoMode(request),
    });
    if (Object.keys(fields).length === 0) return [];
    return [patch(call, 'eks-cluster', keyOfCluster(call, name), { fields })];
  },
});
