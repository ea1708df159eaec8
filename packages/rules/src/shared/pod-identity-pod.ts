import type { JsonObject, Resource } from '@podguard/core';
import {
  boxOfTexts,
  complement,
  evaluate,
  findWitness,
  findWitnessIn,
  globPattern,
  type PodIdentityAnswer,
  type PolicyRequest,
  type Region,
  type TrustAnalysis,
  type WitnessAnswer,
} from '@podguard/policy';
import { contextOf } from './aws-accounts.ts';
import { createMemo, onceBy } from './memo.ts';

export const POD_TAG = 'aws:requesttag/kubernetes-';

/** A pod that surely gets a role by EKS Pod Identity: who it is, and in data with what else the policy asks for. */
export interface PodCall {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly cluster: string;
  /** What else the call has that the policy asks for: `KEY "value"`. */
  readonly brought: readonly string[];
  readonly request: JsonObject;
}

/** A pod that may both assume the role and tag its session, and is not meant; null where none surely is. */
export function taggedPod({ assume, tag }: PodIdentityAnswer, meant: Region): PodCall | null {
  const found = findWitnessIn(assume, tag.sure, meant);
  if (found.kind !== 'found' || !isAdmitted(tag, found.request)) return null;
  const cluster = textOf(found, 'cluster');
  const namespace = textOf(found, `${POD_TAG}namespace`);
  const serviceAccount = textOf(found, `${POD_TAG}service-account`);
  const { brought, context } = besides(assume, found.request);
  const request = { action: 'sts:AssumeRole', cluster, namespace, serviceAccount, ...context };
  return { namespace, serviceAccount, cluster, brought, request };
}

/** A cluster any pod of which gets the role by an association without session tags. */
export function untaggedPod(
  { untagged }: PodIdentityAnswer,
  meant: Region,
): Pick<PodCall, 'cluster' | 'brought' | 'request'> | null {
  const found = findWitness(untagged, meant);
  if (found.kind !== 'found') return null;
  const cluster = textOf(found, 'cluster');
  const { brought, context } = besides(untagged, found.request);
  return {
    cluster,
    brought,
    request: { action: 'sts:AssumeRole', cluster, sessionTags: false, ...context },
  };
}

/**
 * Calls for clusters of other accounts, whose associations cannot have a role of this one; none where it is not known.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
 */
export function foreignCalls({ account }: Resource<'iam-role'>): Region {
  return account === '' ? [] : [boxOfTexts({ cluster: { present: foreignClusters(account) } })];
}

const foreignClusters = createMemo((account) => complement(globPattern(`arn:*:eks:*:${account}:cluster/*`)));

/** Whether pods get the role by it at all. */
export const admitsPods: (answer: PodIdentityAnswer, role: Resource<'iam-role'>) => boolean = onceBy(
  (answer, role) => {
    if (answer.admitsTagged === 'no' && answer.admitsUntagged === 'no') return false;
    return [answer.assume, answer.untagged].some(
      (one) => findWitness(one, foreignCalls(role)).kind !== 'none',
    );
  },
  ({ account }) => account,
);

type Found = Extract<WitnessAnswer, { kind: 'found' }>;

/** Each request of the way has them. */
function textOf({ point }: Found, dimension: string): string {
  return point.get(dimension) as string;
}

function isAdmitted({ policy, way }: TrustAnalysis, request: PolicyRequest): boolean {
  return evaluate(policy, { ...request, action: way.action }).decision === 'allow';
}

const TOLD: readonly string[] = ['cluster', `${POD_TAG}namespace`, `${POD_TAG}service-account`];
const OF_TIME = /^aws:(currenttime|epochtime)$/;

/** What differs between calls and is not told yet, by the keys as the policy writes them. */
function besides({ policy, way }: TrustAnalysis, request: PolicyRequest) {
  const keys = policy.statements.flatMap(({ conditions }) => conditions);
  const written = new Map(keys.map(({ lowerKey, key }) => [lowerKey, key]));
  const entries = Object.entries(contextOf(request)).flatMap(([name, values]) => {
    const fact = way.factOf(name.toLowerCase());
    const isTold = OF_TIME.test(name) || (fact.kind === 'varies' && !TOLD.includes(fact.dimension));
    const key = written.get(name.toLowerCase());
    return key === undefined || !isTold ? [] : [[key, values] as const];
  });
  const brought = entries
    .filter(([key]) => !OF_TIME.test(key.toLowerCase()))
    .map(([key, values]) => `${key} ${JSON.stringify(values.join(', '))}`);
  return { brought, context: entries.length === 0 ? {} : { context: Object.fromEntries(entries) } };
}
