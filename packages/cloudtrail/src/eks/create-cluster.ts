import { parseArn } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { first, flag, type Place, text, within } from '../parameters.ts';
import { keptTags } from '../tags.ts';
import { clusterName, keyOfCluster } from './cluster.ts';
import { authenticationMode, autoMode, isLogged } from './cluster-options.ts';

export const createCluster = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateCluster',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const name = clusterName(call);
    if (name === undefined) return { missing: 'cluster' };
    const cluster = within(call.response, 'cluster');
    const key = keyOfCluster(call, name);
    const told = <T>(read: (place: Place) => T | null | undefined) => first(read, cluster, call.request);
    const { principal } = call.cause.actor;
    const fields = {
      arn: text(cluster, 'arn') ?? key,
      name,
      roleArn: told((place) => text(place, 'roleArn')) ?? undefined,
      authenticationMode: unless(told(authenticationMode), defaultMode(call)),
      // Known only once the cluster is active: the answer to the call that makes it has none.
      issuer: text(within(cluster, 'identity', 'oidc'), 'issuer')?.replace(/^https:\/\//, '') ?? undefined,
      // By default no logs are exported: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
      auditLog: unless(
        told((place) => isLogged(place, 'audit')),
        false,
      ),
      authenticatorLog: unless(
        told((place) => isLogged(place, 'authenticator')),
        false,
      ),
      // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
      creatorAdmin: unless(told(creatorAdmin), true),
      creator: parseArn(principal) === undefined ? undefined : principal,
      autoMode: unless(told(autoMode), false),
      associationsListed: true,
    };
    const tags = told((place) => keptTags(place, 'tags'));
    const sets = { identityProviders: {}, tags: tags === undefined ? null : (tags ?? {}) };
    return [put(call, 'eks-cluster', key, { creates: true, fields, sets })];
  },
});

function creatorAdmin(place: Place): boolean | null | undefined {
  return flag(within(place, 'accessConfig'), 'bootstrapClusterCreatorAdminPermissions');
}

/**
 * `CONFIG_MAP`, in the console `API_AND_CONFIG_MAP`; which of them is not known where nobody knows the tool:
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
 */
function defaultMode(call: Call): string | undefined {
  const { tool } = call.cause.actor;
  return tool === undefined || tool === 'console' ? undefined : 'CONFIG_MAP';
}

/** What is told, or the default where it is known that nobody asked for anything else. */
function unless<T>(told: T | null | undefined, byDefault: T | undefined): T | undefined {
  return told === null ? byDefault : told;
}
