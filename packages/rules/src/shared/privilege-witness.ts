import type { Config, Resource, Witness } from '@podguard/core';
import { findWitness, type Policy } from '@podguard/policy';
import { broughtBy, withAll } from './irsa-witness.ts';
import { NO_ACCOUNT } from './permissions.ts';
import { foreignCalls, type PodCall, taggedPod } from './pod-identity-pod.ts';
import { askFor } from './pod-identity-request.ts';
import { isOfDocument } from './pods.ts';
import type { Proved } from './privilege-verdict.ts';
import { clusterTrusts, podIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

const WITH_TAGS = ['sts:AssumeRole', 'sts:TagSession'] as const;

/**
 * A pod that gets a role of these rights, by the first cluster that the trust policy names or by EKS Pod Identity; where
 * neither tells of a pod, what it may call.
 */
export function privilegeWitness(role: Resource<'iam-role'>, config: Config, proved: Proved): Witness | null {
  const trust = readTrust(role);
  const pod =
    'verdict' in trust ? null : (byToken(trust.policy, config) ?? byPodIdentity(trust.policy, role));
  return pod === null ? byItsRights(role, proved) : podWitness(role, pod, 'gets', proved);
}

/** A pod of an association; its trust policy decides whether the role is had or only given. */
export function associationWitness(
  association: Resource<'pod-identity-association'>,
  role: Resource<'iam-role'>,
  proved: Proved,
): Witness {
  const { namespace, serviceAccount, clusterName } = association.state;
  const names = {
    namespace: namespace ?? '?',
    serviceAccount: serviceAccount ?? '?',
    cluster: clusterName ?? '?',
  };
  const request = { action: 'sts:AssumeRole', ...names };
  const trust = readTrust(role);
  const asked = association.state.disableSessionTags === true ? (['sts:AssumeRole'] as const) : WITH_TAGS;
  const admitted =
    !('verdict' in trust) &&
    asked.every((action) => askFor(trust.policy, association, action).decision === 'allow');
  const does = admitted ? 'gets' : 'is given by an association';
  return podWitness(role, { ...names, brought: [], request }, does, proved);
}

function podWitness({ key }: Resource<'iam-role'>, pod: PodCall, does: string, { rights }: Proved): Witness {
  const { namespace, serviceAccount, cluster, brought, request } = pod;
  const who = `A pod in namespace ${namespace} using service account ${serviceAccount} of cluster ${cluster}`;
  return { text: `${who}${withAll(brought)} ${does} ${key}, ${WHAT[rights]}`, request, extent: rights };
}

function byItsRights(role: Resource<'iam-role'>, { rights, request }: Proved): Witness | null {
  if (request === null) return null;
  const name = isOfDocument(role) ? `the role of ${role.key}` : role.key;
  const { action, resource = '' } = request;
  const placed = resource !== '' && !resource.includes(`:${NO_ACCOUNT}:`);
  const what = placed ? `${action} for ${resource}` : action;
  return {
    text: `A pod that gets ${name}, ${WHAT[rights]}, may call ${what}`,
    request: placed ? { action, resource } : { action },
    extent: rights,
  };
}

const WHAT = { administrator: 'an administrator', escalation: 'which can take more rights' } as const;

/** An administrator's rights are all there are. */
export function coversRights(before: Witness, now: Witness): boolean {
  return before.extent === 'administrator' || now.extent === 'escalation';
}

function byToken(policy: Policy, config: Config): PodCall | null {
  for (const { answer, issuer, provider } of clusterTrusts(policy, config)) {
    const found = answer.decided ? findWitness(answer.analysis, []) : null;
    if (found?.kind !== 'found') continue;
    const sub = found.point.get('sub') ?? '';
    const [, , namespace = '?', serviceAccount = '?'] = sub.split(':');
    const request = { action: found.request.action, provider: provider.provider, sub };
    const brought = broughtBy(policy, found.request);
    return { namespace, serviceAccount, cluster: issuer, brought, request };
  }
  return null;
}

function byPodIdentity(policy: Policy, role: Resource<'iam-role'>): PodCall | null {
  const answer = podIdentityTrust(policy);
  return answer.decided ? taggedPod(answer, foreignCalls(role)) : null;
}
