import { type Missing, type Resource, roleKeyFromArn } from '@podguard/core';
import {
  boxOfTexts,
  exactly,
  findWitnessIn,
  globPattern,
  type Outcome,
  ofAccount,
  type TrustAnalysis,
  union,
} from '@podguard/policy';
import { podIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

/** A role that a trust policy names, with whether its sessions carry the tags of EKS Pod Identity. */
export interface Chained {
  readonly key: string;
  readonly tagged: Outcome;
}

/** The roles that may chain: those that are named, and those of associations that have this one for their target. */
export function chainedRoles(
  trusted: readonly (Resource<'iam-role'> | Missing)[],
  associations: readonly Resource<'pod-identity-association'>[],
): readonly Chained[] {
  const sources = new Map<string, Outcome>();
  for (const role of trusted) {
    if ('missing' in role) sources.set(role.missing, 'unknown');
    else if (role.present) sources.set(role.key, isOfPodIdentity(role));
  }
  const bound = associations.map(({ state }) => ({
    key: roleKeyFromArn(String(state.roleArn)),
    disabled: state.disableSessionTags,
  }));
  for (const key of new Set(bound.flatMap((one) => one.key ?? []))) {
    const disabled = bound.filter((one) => one.key === key).map((one) => one.disabled);
    if (disabled.every((one) => one === true)) sources.set(key, 'no');
    else if (disabled.some((one) => one === false || one === null)) sources.set(key, 'yes');
    else if (!sources.has(key)) sources.set(key, 'unknown');
  }
  return [...sources].map(([key, tagged]) => ({ key, tagged }));
}

function isOfPodIdentity(role: Resource<'iam-role'>): Outcome {
  const trust = readTrust(role);
  if ('verdict' in trust) return 'unknown';
  const answer = podIdentityTrust(trust.policy);
  return answer.decided ? answer.admitsTagged : 'unknown';
}

/** Whether a session of a role is admitted; the key leaves the role's path out. */
export function chains(analysis: TrustAnalysis, key: string): Outcome {
  const [start, name] = key.split(':role/') as [string, string];
  const role = union(exactly(key), globPattern(`${start}:role/*/${name}`));
  const found = findWitnessIn(ofAccount(analysis, start.split(':').at(-1) ?? ''), [
    boxOfTexts({ principal: { present: role } }),
  ]);
  const outcomes = { found: 'yes', none: 'no', undecided: 'unknown' } as const;
  return outcomes[found.kind];
}
