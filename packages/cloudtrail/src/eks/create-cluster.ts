import { defineMapper, put } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';
import { clusterName, keyOfCluster } from './cluster.ts';

export const createCluster = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateCluster',
  group: 'default',
  regional: true,
  kinds: ['eks-cluster'],
  toChanges(call) {
    const { request } = call;
    const name = clusterName(call);
    if (name === undefined) return { missing: 'cluster' };
    const cluster = within(call.response, 'cluster');
    const key = keyOfCluster(call, name);
    const fields = {
      arn: text(cluster, 'arn') ?? key,
      name,
      roleArn: first((place) => text(place, 'roleArn'), cluster, request) ?? undefined,
      authenticationMode: first(authenticationMode, cluster, request) ?? undefined,
      // Known only once the cluster is active: the answer to the call that makes it has none.
      issuer: text(within(cluster, 'identity', 'oidc'), 'issuer')?.replace(/^https:\/\//, '') ?? undefined,
    };
    return [put(call, 'eks-cluster', key, { creates: true, fields, sets: {} })];
  },
});

function authenticationMode(place: Place): string | null | undefined {
  return text(within(place, 'accessConfig'), 'authenticationMode');
}
