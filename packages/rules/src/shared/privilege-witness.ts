import type { Config, JsonObject, Resource, Witness } from '@podguard/core';
import { evaluate, findWitness, type Policy } from '@podguard/policy';
import { clusterTrusts, podIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

type Rights = 'administrator' | 'escalation';

const TAG = 'aws:requesttag/kubernetes-';

/** A pod that gets a role of these rights, by the first cluster that the trust policy names or by EKS Pod Identity. */
export function privilegeWitness(role: Resource<'iam-role'>, config: Config, rights: Rights): Witness | null {
  const trust = readTrust(role);
  if ('verdict' in trust) return null;
  const pod = byToken(trust.policy, config) ?? byPodIdentity(trust.policy);
  if (pod === null) return null;
  const { namespace, serviceAccount, cluster, request } = pod;
  const who = `A pod in namespace ${namespace} using service account ${serviceAccount} of cluster ${cluster}`;
  const what = rights === 'administrator' ? 'an administrator' : 'which can take more rights';
  return { text: `${who} gets ${role.key}, ${what}`, request, extent: rights };
}

/** An administrator's rights are all there are. */
export function coversRights(before: Witness, now: Witness): boolean {
  return before.extent === 'administrator' || now.extent === 'escalation';
}

interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly cluster: string;
  readonly request: JsonObject;
}

function byToken(policy: Policy, config: Config): Pod | null {
  for (const { answer, issuer, provider } of clusterTrusts(policy, config)) {
    const found = answer.decided ? findWitness(answer.analysis, []) : null;
    if (found?.kind !== 'found') continue;
    const sub = found.point.get('sub') ?? '';
    const [, , namespace = '?', serviceAccount = '?'] = sub.split(':');
    const request = { action: found.request.action, provider: provider.provider, sub };
    return { namespace, serviceAccount, cluster: issuer, request };
  }
  return null;
}

function byPodIdentity(policy: Policy): Pod | null {
  const answer = podIdentityTrust(policy);
  const found = answer.decided ? findWitness(answer.assume, []) : null;
  if (found?.kind !== 'found') return null;
  const { request, point } = found;
  if (evaluate(policy, { ...request, action: 'sts:TagSession' }).decision !== 'allow') return null;
  const cluster = point.get('cluster') ?? '?';
  const namespace = point.get(`${TAG}namespace`) ?? '?';
  const serviceAccount = point.get(`${TAG}service-account`) ?? '?';
  return {
    namespace,
    serviceAccount,
    cluster,
    request: { action: request.action, cluster, namespace, serviceAccount },
  };
}
