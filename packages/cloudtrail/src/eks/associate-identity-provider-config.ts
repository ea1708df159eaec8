import { defineMapper, patch } from '../mapper.ts';
import { text, within } from '../parameters.ts';
import { clusterName, keyOfCluster } from './cluster.ts';

export const associateIdentityProviderConfig = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'AssociateIdentityProviderConfig',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const cluster = clusterName(call);
    if (cluster === undefined) return { missing: 'cluster' };
    const oidc = within(call.request, 'oidc');
    const name = text(oidc, 'identityProviderConfigName');
    if (!name) return { missing: 'identity provider configuration' };
    const identityProviders = { [name]: text(oidc, 'issuerUrl') ?? true };
    return [patch(call, 'eks-cluster', keyOfCluster(call, cluster), { sets: { identityProviders } })];
  },
});
