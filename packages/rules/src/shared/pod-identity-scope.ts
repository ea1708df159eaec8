import {
  type Config,
  indeterminate,
  type Resource,
  type Severity,
  type Verdict,
  type Witness,
} from '@podguard/core';
import {
  boxOfTexts,
  complement,
  exactly,
  globPattern,
  type Outcome,
  type PodIdentityAnswer,
  type PodIdentityScope,
  type Region,
} from '@podguard/policy';
import { withAll } from './irsa-witness.ts';
import { createMemo, onceBy } from './memo.ts';
import { POD_TAG, taggedPod, untaggedPod } from './pod-identity-pod.ts';
import { undecidedBy } from './reach.ts';

/**
 * How one part of the scope stands for all associations that can be: with session tags, and without where some association
 * disables them, for then nothing that is asked of a tag holds.
 */
export function scopedBy(
  answer: PodIdentityAnswer,
  associations: readonly Resource<'pod-identity-association'>[],
  part: keyof PodIdentityScope,
): Outcome {
  const disabled = associations.some(({ present, state }) => present && state.disableSessionTags === true);
  const answers = [
    scopeOf(answer, disabled, part),
    scopeOf(answer, disabled || mayDisable(associations), part),
  ];
  return answers[0] === answers[1] ? (answers[0] as Outcome) : 'unknown';
}

function mayDisable(associations: readonly Resource<'pod-identity-association'>[]): boolean {
  return associations.some(({ present, state }) => present && state.disableSessionTags === undefined);
}

function scopeOf(answer: PodIdentityAnswer, disabled: boolean, part: keyof PodIdentityScope): Outcome {
  const tagged = answer.admitsTagged === 'no' && answer.admitsUntagged !== 'no' ? null : answer.scope[part];
  const untagged = answer.admitsUntagged === 'no' || !disabled ? null : answer.untaggedScope[part];
  const parts = [tagged, untagged].filter((one) => one !== null);
  if (parts.length === 0) return answer.untaggedScope[part];
  const bad: Outcome = part === 'unscoped' ? 'yes' : 'no';
  if (parts.includes(bad)) return bad;
  return parts.includes('unknown') ? 'unknown' : bad === 'yes' ? 'no' : 'yes';
}

/** Clusters that are kept apart: a role that is open to all of them joins them. */
export function keepsClustersApart(config: Config): { severity: Severity; because: string } | undefined {
  const count = Object.keys(config.environments).length;
  if (count < 2) return undefined;
  return { severity: 'medium', because: `the configuration keeps ${count} environments apart` };
}

/** What of all its requests is not known. */
export function undecidedScope(
  { assume, tag, untagged }: PodIdentityAnswer,
  associations: readonly Resource<'pod-identity-association'>[],
): Verdict {
  const assumptions = [...assume.assumptions, ...tag.assumptions, ...untagged.assumptions];
  return assumptions.length === 0 && mayDisable(associations)
    ? indeterminate('disableSessionTags of its associations')
    : undecidedBy(assumptions);
}

/** A pod of a cluster, and where `anyPod` of a namespace and a service account too, that nobody meant. */
export const podWitness: (
  answer: PodIdentityAnswer,
  role: Resource<'iam-role'>,
  anyPod: boolean,
) => Witness | null = onceBy(findPod, (role, anyPod) => `${anyPod} ${role.account} ${role.key}`);

const otherClusters = createMemo((account) =>
  complement(globPattern(`arn:*:eks:*:${account}:cluster/unrelated-cluster`)),
);

function findPod(answer: PodIdentityAnswer, role: Resource<'iam-role'>, anyPod: boolean): Witness | null {
  const account = role.account === '' ? '*' : role.account;
  const meant = [
    boxOfTexts({ cluster: { present: otherClusters(account) } }),
    ...(anyPod
      ? [
          boxOfTexts({ [`${POD_TAG}namespace`]: { present: complement(exactly('unrelated-namespace')) } }),
          boxOfTexts({ [`${POD_TAG}service-account`]: { present: complement(exactly('unrelated-app')) } }),
        ]
      : []),
  ];
  return (
    taggedWitness(answer, meant, role.key) ??
    untaggedWitness(answer, meant.slice(0, 1), role.key) ??
    taggedWitness(answer, [], role.key) ??
    untaggedWitness(answer, [], role.key)
  );
}

function taggedWitness(answer: PodIdentityAnswer, meant: Region, role: string): Witness | null {
  const pod = taggedPod(answer, meant);
  if (pod === null) return null;
  const { namespace, serviceAccount, cluster, brought, request } = pod;
  const who = `A pod in namespace ${namespace} using service account ${serviceAccount} of cluster ${cluster}`;
  return { text: `${who}${withAll(brought)} gets ${role} by an association`, request };
}

function untaggedWitness(answer: PodIdentityAnswer, meant: Region, role: string): Witness | null {
  const pod = untaggedPod(answer, meant);
  if (pod === null) return null;
  const who = `Any pod of cluster ${pod.cluster}${withAll(pod.brought)}`;
  return { text: `${who} gets ${role} by an association without session tags`, request: pod.request };
}

/** The Allows for EKS Pod Identity, with what they ask for. */
export function podStatements({ assume, statements }: PodIdentityAnswer) {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ path, conditions }) => {
      const written = assume.policy.statements.find((one) => one.path === path)?.conditions ?? [];
      if (conditions.length === 0) return [{ path, value: 'an Allow without a condition' }];
      return written.map((condition) => ({
        path: condition.path,
        value: condition.values.map(({ value }) => value).join(' or '),
      }));
    });
}
