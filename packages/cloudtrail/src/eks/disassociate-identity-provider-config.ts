import { defineMapper, patch } from '../mapper.ts';
import { text, within } from '../parameters.ts';
import { clusterName, keyOfCluster } from './cluster.ts';

export const disassociateIdentityProviderConfig = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DisassociateIdentityProviderConfig',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const cluster = clusterName(call);
    if (cluster === undefined) return { missing: 'cluster' };
    const name = text(within(call.request, 'identityProviderConfig'), 'name');
    if (!name) return { missing: 'identity provider configuration' };
    const identityProviders = { [name]: null };
    return [patch(call, 'eks-cluster', keyOfCluster(call, cluster), { sets: { identityProviders } })];
  },
});
