import { type Config, type Evidence, type Resource, roleKeyFromArn } from '@podguard/core';
import {
  isAdmittingNobody,
  listProviders,
  type Outcome,
  POD_IDENTITY_SERVICE,
  type Policy,
} from '@podguard/policy';
import { admitsPods } from './pod-identity-pod.ts';
import { isClusterIssuer, podIdentityTrust, webIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

/**
 * How pods get a role: with a cluster's token, by an association, by one that chains to it, by a trust policy that lets
 * EKS Pod Identity have it while no association is known, by the configuration's word.
 */
type PodWay = 'irsa' | 'association' | 'target-association' | 'pod-identity' | 'configured';

interface PodReach {
  readonly answer: Outcome;
  /** By which pods surely get it. */
  readonly ways: readonly PodWay[];
  /** At most one a way: what says so. */
  readonly evidence: readonly Evidence[];
  /** Why it is not known whether they do. */
  readonly missing: readonly string[];
}

export interface Bound {
  readonly associations: readonly Resource<'pod-identity-association'>[];
  readonly targetAssociations: readonly Resource<'pod-identity-association'>[];
}

/** Whether pods get a role. */
export function podReach(role: Resource<'iam-role'>, related: Bound, config: Config): PodReach {
  const trust = readTrust(role);
  const byTrust = 'verdict' in trust ? UNREAD : [irsa(trust.policy, config), podIdentity(trust.policy, role)];
  const association = related.associations.find(({ present }) => present);
  const target = related.targetAssociations.find(({ present }) => present);
  const configured = config.podRoles.find((name) => isNamed(role, name));
  const found = byTrust.flatMap(({ sure }) => sure ?? []);
  const ways: readonly Way[] = [
    ...found.filter(([way]) => way === 'irsa' || association === undefined),
    ...(association === undefined ? [] : [way('association', 'association', association.key)]),
    ...(target === undefined ? [] : [way('target-association', 'targetAssociation', target.key)]),
    ...(configured === undefined ? [] : [byConfiguration(role, configured)]),
  ];
  const unknown = byTrust.some(({ answer }) => answer === 'unknown');
  const why = 'verdict' in trust ? 'trust policy' : 'whether a pod is admitted by the trust policy';
  return {
    answer: ways.length > 0 ? 'yes' : unknown ? 'unknown' : 'no',
    ways: ways.map(([name]) => name),
    evidence: ways.flatMap(([, evidence]) => evidence ?? []),
    missing: ways.length === 0 && unknown ? [`${why} of ${role.key}`] : [],
  };
}

/** Whether associations, known or to come, are all by which pods get it: those are judged themselves. */
export function isByAssociationsOnly({ ways }: PodReach): boolean {
  return ways.length > 0 && ways.every((name) => name === 'association' || name === 'pod-identity');
}

const WORDS: Readonly<Record<PodWay, string>> = {
  irsa: "with their cluster's token",
  association: 'by EKS Pod Identity',
  'pod-identity': 'by EKS Pod Identity',
  'target-association': 'by an EKS Pod Identity association that chains to it',
  configured: '',
};

/** For a summary, after a role's name: the first way tells enough. */
export function waysInWords({ ways: [first = 'configured'] }: PodReach): string {
  return WORDS[first] === '' ? '' : ` ${WORDS[first]}`;
}

/** Of a role that only a document describes the document is all there is, and says nothing of pods. */
type Way = readonly [name: PodWay, evidence: Evidence | null];

function byConfiguration(role: Resource<'iam-role'>, name: string): Way {
  return isOfDocument(role) ? ['configured', null] : way('configured', 'config.podRoles', name);
}

/** It has the document's path for a key. */
export function isOfDocument({ key }: Resource<'iam-role'>): boolean {
  return roleKeyFromArn(key) === undefined;
}

interface ByTrust {
  readonly answer: Outcome;
  readonly sure?: readonly Way[];
}

const UNREAD: readonly ByTrust[] = [{ answer: 'unknown' }];

function way(name: PodWay, path: string, value: string): Way {
  return [name, { path, value }];
}

function irsa(policy: Policy, config: Config): ByTrust {
  const answers = listProviders(policy)
    .filter(({ issuer, wildcard }) => wildcard || (issuer !== null && isClusterIssuer(issuer, config)))
    .map((trusted) => ({ trusted, answer: admitsBy(policy, trusted) }));
  const admitting = answers.find(({ answer }) => answer === 'yes')?.trusted;
  if (admitting === undefined) {
    return { answer: answers.some(({ answer }) => answer === 'unknown') ? 'unknown' : 'no' };
  }
  return { answer: 'yes', sure: [way('irsa', `trust.${admitting.paths[0]}`, admitting.provider)] };
}

/** Of a wildcard it cannot be said whose conditions are meant, so that nobody admitted is not known to be nobody. */
function admitsBy(policy: Policy, { provider, wildcard }: ReturnType<typeof listProviders>[number]): Outcome {
  const answer = webIdentityTrust(policy, provider, true);
  if (!answer.decided) return 'unknown';
  const nobody = isAdmittingNobody(answer.analysis);
  if (nobody === 'no') return 'yes';
  return nobody === 'unknown' || wildcard ? 'unknown' : 'no';
}

function podIdentity(policy: Policy, role: Resource<'iam-role'>): ByTrust {
  const answer = podIdentityTrust(policy);
  if (!answer.decided) return { answer: 'unknown' };
  if (!admitsPods(answer, role)) return { answer: 'no' };
  const admits = [answer.admitsTagged, answer.admitsUntagged];
  if (!admits.includes('yes')) return { answer: admits.includes('unknown') ? 'unknown' : 'no' };
  return { answer: 'yes', sure: [way('pod-identity', 'trust', POD_IDENTITY_SERVICE)] };
}

function isNamed({ key }: Resource<'iam-role'>, name: string): boolean {
  if (name === key) return true;
  return name.startsWith('arn:') ? roleKeyFromArn(name) === key : key.endsWith(`:role/${name}`);
}
