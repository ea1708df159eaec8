import { roleKey } from '@podguard/core';
import { ACCOUNT, CLUSTER, type Performers } from './scene.ts';

export const eks: Performers<
  | 'nodegroup'
  | 'delete-nodegroup'
  | 'associate'
  | 'rebind'
  | 'update-association'
  | 'disassociate'
  | 'delete-cluster'
> = {
  nodegroup: ({ truth, alive, put, role, cluster, nodegroup }) =>
    alive(nodegroup) || truth.has(cluster)
      ? undefined
      : put('eks-nodegroup', nodegroup, { nodegroupName: 'n', clusterName: CLUSTER, nodeRole: role }, {}),
  'delete-nodegroup': ({ alive, remove, nodegroup }) =>
    alive(nodegroup) ? remove('eks-nodegroup', nodegroup) : undefined,
  associate: ({ call, truth, put, cluster, association }) => {
    // An association's id is never used again.
    if (truth.has(association) || truth.has(cluster)) return undefined;
    return put(
      'pod-identity-association',
      association,
      {
        associationId: `a-${call.which}`,
        clusterName: CLUSTER,
        namespace: 'shop',
        serviceAccount: `sa-${call.which}`,
        roleArn: roleKey('aws', ACCOUNT, `app-${call.pick % 2}`),
        targetRoleArn: null,
        externalId: null,
        disableSessionTags: call.pick > 2,
        policy: null,
        ownerArn: null,
      },
      {},
    );
  },
  rebind: ({ call, alive, patch, association }) =>
    alive(association)
      ? patch('pod-identity-association', association, {
          roleArn: roleKey('aws', ACCOUNT, `app-${call.pick % 2}`),
        })
      : undefined,
  'update-association': ({ call, truth, known, association }) => {
    // An update whose answer holds the whole association.
    const state = truth.get(association);
    if (state?.present !== true) return undefined;
    state.fields.disableSessionTags = call.pick % 2 === 0;
    return {
      op: 'put',
      kind: 'pod-identity-association',
      key: association,
      creates: false,
      rank: 1,
      fields: known(state.fields),
      sets: {},
    };
  },
  disassociate: ({ alive, remove, association }) =>
    alive(association) ? remove('pod-identity-association', association) : undefined,
  'delete-cluster': ({ call, truth, cluster }) => {
    if (truth.has(cluster) || call.pick > 0) return undefined;
    truth.set(cluster, { present: false, fields: {}, policies: new Set(), inline: {} });
    for (const [key, state] of truth)
      if (/:(podidentityassociation|nodegroup)\//.test(key)) state.present = false;
    return { op: 'delete', kind: 'eks-cluster', key: cluster, rank: 2 };
  },
};
