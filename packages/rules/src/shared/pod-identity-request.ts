import { owningClusterKey, parseArn, type Resource } from '@podguard/core';
import {
  type ContextValue,
  type Evaluation,
  POD_IDENTITY_SERVICE,
  type Policy,
  type PolicyRequest,
  podIdentityWay,
} from '@podguard/policy';
import { once } from './memo.ts';
import { ask, isDenied } from './trust.ts';

export type PodIdentityAction = 'sts:AssumeRole' | 'sts:TagSession';

type Association = Resource<'pod-identity-association'>;

/** What tells one call of EKS Pod Identity from others. */
interface Call {
  readonly action: PodIdentityAction;
  readonly context: PolicyRequest['context'];
  /** Undefined where it is not known whether the association disables them. */
  readonly sessionTags: boolean | undefined;
}

/** What a policy says to a call: the keys that it does not list are as they are in all of them, or else unknown. */
export function askCall(policy: Policy, { action, context, sessionTags }: Call): Evaluation {
  const ways = (sessionTags === undefined ? [true, false] : [sessionTags]).map((tags) =>
    podIdentityWay({ action, sessionTags: tags }),
  );
  const request: PolicyRequest = {
    principal: { type: 'Service', name: POD_IDENTITY_SERVICE },
    action,
    context,
  };
  return ask(policy, request, (lowerKey) => {
    const [value, other = value] = ways.map(({ factOf }): ContextValue => {
      const fact = factOf(lowerKey);
      return fact.kind === 'fixed' ? fact.value : 'unknown';
    });
    return value === undefined || value !== other ? 'unknown' : value;
  });
}

/** The call by which EKS Pod Identity takes an association's role. */
function callFor({ key, state, account }: Association, action: PodIdentityAction): Call {
  const cluster = owningClusterKey(key);
  const clusterArn: ContextValue = isWhole(cluster) ? [cluster] : 'unknown';
  const source = { 'aws:SourceAccount': textOf(account || null), 'aws:SourceArn': clusterArn };
  const { disableSessionTags } = state;
  if (disableSessionTags !== false)
    return { action, context: source, sessionTags: disableSessionTags === true ? false : undefined };
  const context: Record<string, ContextValue> = {
    ...source,
    'aws:RequestTag/eks-cluster-arn': clusterArn,
    'aws:RequestTag/eks-cluster-name': clusterName(cluster),
    'aws:RequestTag/kubernetes-namespace': textOf(state.namespace),
    'aws:RequestTag/kubernetes-service-account': textOf(state.serviceAccount),
  };
  return { action, context, sessionTags: true };
}

const answers = once((policy: Policy) =>
  once((association: Association): Record<PodIdentityAction, Evaluation> => {
    const about = (action: PodIdentityAction) => askCall(policy, callFor(association, action));
    return { 'sts:AssumeRole': about('sts:AssumeRole'), 'sts:TagSession': about('sts:TagSession') };
  }),
);

/** What a policy says to an association's request; asked once, however often the role of many is judged. */
export function askFor(policy: Policy, association: Association, action: PodIdentityAction): Evaluation {
  return answers(policy)(association)[action];
}

/** Whether a policy that refuses an association for it disables session tags would admit it with them. */
export function isRefusedForTags(policy: Policy, association: Association): boolean {
  if (association.state.disableSessionTags !== true) return false;
  const tagged = { ...association, state: { ...association.state, disableSessionTags: false } };
  const isRefused = (one: Association): boolean => isDenied(askFor(policy, one, 'sts:AssumeRole'));
  return isRefused(association) && !isRefused(tagged);
}

/** Whether an Allow is meant for it: who lets everybody in has another problem. */
export function namesPodIdentity({ statements }: Policy): boolean {
  const principals = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => statement.principals ?? []);
  return principals.some(
    ({ type, value }) => type === 'Service' && value.toLowerCase() === POD_IDENTITY_SERVICE,
  );
}

/** What a policy says to an association in the account about which nothing else is known. */
export function askForAny(policy: Policy, account: string, action: PodIdentityAction): Evaluation {
  return askCall(policy, { action, context: { 'aws:SourceAccount': [account] }, sessionTags: undefined });
}

function textOf(value: string | null | undefined): ContextValue {
  return typeof value === 'string' ? [value] : 'unknown';
}

function clusterName(clusterArn: string): ContextValue {
  return textOf(parseArn(clusterArn)?.resource.split('/')[1] || null);
}

/** A manifest need not say where its cluster is, nor which one it is. */
function isWhole(clusterArn: string): boolean {
  const { region = '', account = '' } = parseArn(clusterArn) ?? {};
  return region !== '' && account !== '' && clusterName(clusterArn) !== 'unknown';
}
