import type { JsonObject } from '@podguard/core';
import { type Call, epoch } from './call.ts';
import { ACCOUNT, type Caller, HOME } from './people.ts';

const eks = { source: 'eks' } as const;

/** An association: cluster, id, `namespace/service account` and role. */
export interface Binding {
  readonly cluster: string;
  readonly id: string;
  readonly pod: string;
  readonly role: string;
  readonly disableSessionTags?: boolean;
}

export function associate(at: string, by: Caller, binding: Binding): Call {
  const [namespace = '', serviceAccount = ''] = binding.pod.split('/');
  const request = {
    name: binding.cluster,
    namespace,
    serviceAccount,
    roleArn: binding.role,
    clientRequestToken: `token-${binding.id}`,
    ...(binding.disableSessionTags === undefined ? {} : { disableSessionTags: binding.disableSessionTags }),
  };
  return { ...eks, at, by, name: 'CreatePodIdentityAssociation', request, response: answer(at, binding) };
}

export function move(at: string, by: Caller, binding: Binding): Call {
  const request = { name: binding.cluster, associationId: binding.id, roleArn: binding.role };
  return { ...eks, at, by, name: 'UpdatePodIdentityAssociation', request, response: answer(at, binding) };
}

export function dissociate(at: string, by: Caller, binding: Binding): Call {
  const request = { name: binding.cluster, associationId: binding.id };
  return { ...eks, at, by, name: 'DeletePodIdentityAssociation', request, response: answer(at, binding) };
}

function answer(at: string, binding: Binding): JsonObject {
  const [namespace = '', serviceAccount = ''] = binding.pod.split('/');
  return {
    association: {
      clusterName: binding.cluster,
      namespace,
      serviceAccount,
      roleArn: binding.role,
      associationArn: `arn:aws:eks:${HOME}:${ACCOUNT}:podidentityassociation/${binding.cluster}/${binding.id}`,
      associationId: binding.id,
      tags: {},
      createdAt: epoch(at),
      modifiedAt: epoch(at),
      disableSessionTags: binding.disableSessionTags ?? false,
    },
  };
}

export function createCluster(at: string, by: Caller, name: string): Call {
  const request = {
    name,
    version: '1.34',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/eks-cluster`,
    resourcesVpcConfig: {
      subnetIds: ['subnet-0c1f6b2a7d9e40351', 'subnet-09ab34f1e6c2d8072'],
      endpointPublicAccess: false,
      endpointPrivateAccess: true,
    },
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
  };
  const cluster = {
    name,
    arn: `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${name}`,
    createdAt: epoch(at),
    version: '1.34',
    roleArn: request.roleArn,
    accessConfig: { authenticationMode: 'API' },
    status: 'CREATING',
  };
  return { ...eks, at, by, name: 'CreateCluster', request, response: { cluster } };
}

export function deleteCluster(at: string, by: Caller, name: string): Call {
  const cluster = { name, arn: `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${name}`, status: 'DELETING' };
  return { ...eks, at, by, name: 'DeleteCluster', request: { name }, response: { cluster } };
}
