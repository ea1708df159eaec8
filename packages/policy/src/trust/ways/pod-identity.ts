import { compileGlob } from '../../glob.ts';
import { type Budget, createBudget } from '../../language/budget.ts';
import { type Fragment, literal, toLanguage, within } from '../../language/fragments.ts';
import { exactly, type Language } from '../../language/language.ts';
import { globLanguage } from '../../language/patterns.ts';
import { clusterName, once } from '../facts/names.ts';
import { otherDomain } from '../facts/other-keys.ts';
import {
  anyAccount,
  clusterArn,
  FREE_TAGS,
  otherPodIdentityKey,
  POD_IDENTITY_SERVICE,
  podIdentityKeys,
  SESSION_TAGS,
} from '../facts/pod-identity.ts';
import { sessionNameKey } from '../facts/web-identity.ts';
import { always, type KeyDomain, type KeyFact, NEVER } from '../key-domain.ts';
import { onlyWord, remembered } from '../remembered.ts';
import type { Way } from '../way.ts';
import { contextOf, isConsistent, namesCaller, readPoint } from './fixed-caller.ts';

export interface PodIdentity {
  readonly action: 'sts:AssumeRole' | 'sts:TagSession';
  /** False for an association that disables session tags. */
  readonly sessionTags: boolean;
  /** The account of the clusters, which is the role's; any where it is not known. */
  readonly account?: string;
}

const TAG = 'aws:requesttag/';

/** Pods of EKS clusters: dimension `cluster` is the cluster's ARN, the other ones are the keys themselves. */
export function podIdentityWay({ action, sessionTags, account }: PodIdentity): Way {
  const facts = factsOf(account, sessionTags);
  const caller = { type: 'Service', name: POD_IDENTITY_SERVICE } as const;
  const factOf = (lowerKey: string): KeyFact => facts.get(lowerKey) ?? otherPodIdentityKey(lowerKey);
  const tags = sessionTags ? Object.keys(FREE_TAGS).map((tag) => TAG + tag) : [];
  const way: Way = {
    kind: 'pod-identity',
    action,
    named: (statement) => namesCaller(statement, caller),
    factOf,
    domainOf: (dimension) => {
      const fact = factOf(dimension === 'cluster' ? 'aws:sourcearn' : dimension);
      return fact.kind === 'varies' ? fact.domain : otherDomain(dimension);
    },
    dimensions: ['cluster', ...tags],
    likenesses: (dimension) => likenesses().get(dimension) ?? [],
    toRequest: (point) => {
      const context = contextOf(way, point, (name) => (name === 'cluster' ? 'aws:SourceArn' : name), facts);
      return {
        principal: caller,
        action,
        context: { ...context, ...derived(point.get('cluster') ?? '', sessionTags) },
      };
    },
    toPoint: (request) => {
      const { principal } = request;
      if (principal.type !== 'Service' || principal.name !== caller.name) return null;
      const required = new Map(
        way.dimensions.map((name) => [name, name === 'cluster' ? 'aws:sourcearn' : name]),
      );
      if (request.action.toLowerCase() !== action.toLowerCase()) return null;
      const point = readPoint(request, factOf, required);
      return point !== null && isConsistent(request, derived(point.get('cluster') ?? '', sessionTags))
        ? point
        : null;
    },
  };
  return way;
}

const known = new Map<string, ReadonlyMap<string, KeyFact>>();

function factsOf(account: string | undefined, sessionTags: boolean): ReadonlyMap<string, KeyFact> {
  const name = `${account ?? 'any'},${sessionTags}`;
  if (account !== undefined) return makeFacts(literal(account), sessionTags);
  const made = known.get(name) ?? makeFacts(anyAccount, sessionTags);
  known.set(name, made);
  return made;
}

function makeFacts(account: Fragment, sessionTags: boolean): ReadonlyMap<string, KeyFact> {
  const budget = createBudget();
  const domain = always(toLanguage(clusterArn(account), budget));
  const cluster: KeyFact = { kind: 'varies', dimension: 'cluster', domain };
  const facts = new Map<string, KeyFact>(Object.entries(podIdentityKeys));
  facts.set('sts:rolesessionname', sessionNameKey());
  facts.set('aws:sourcearn', cluster);
  facts.set('aws:sourceaccount', {
    ...cluster,
    domain: always(toLanguage(account, budget)),
    lift: (language, spent) => {
      const only = onlyWord(language);
      return only === null ? toLanguage(clusterArn(within(language)), spent) : clustersOf(only);
    },
  });
  if (!sessionTags) return facts.set('aws:tagkeys', NEVER).set('sts:transitivetagkeys', NEVER);
  const keys: KeyFact = { kind: 'fixed', value: [...SESSION_TAGS] };
  facts.set('aws:tagkeys', keys).set('sts:transitivetagkeys', keys);
  facts.set(`${TAG}eks-cluster-arn`, cluster);
  facts.set(`${TAG}eks-cluster-name`, {
    ...cluster,
    domain: always(names()),
    lift: (language, spent) => toLanguage(clusterArn(account, within(language)), spent),
  });
  for (const [tag, form] of Object.entries(FREE_TAGS)) {
    const free: KeyDomain = always(toLanguage(form, budget));
    facts.set(TAG + tag, { kind: 'varies', dimension: TAG + tag, domain: free });
  }
  return facts;
}

const names = once(clusterName);
const clustersOf = remembered((account) => toLanguage(clusterArn(literal(account)), createBudget()));

/** What follows from the cluster's ARN. */
function derived(arn: string, sessionTags: boolean): Readonly<Record<string, readonly string[]>> {
  const [, , , , account, resource] = arn.split(':');
  const own = { 'aws:SourceArn': [arn], 'aws:SourceAccount': [account ?? ''] };
  if (!sessionTags) return own;
  const name = resource?.slice('cluster/'.length) ?? '';
  return { ...own, 'aws:RequestTag/eks-cluster-arn': [arn], 'aws:RequestTag/eks-cluster-name': [name] };
}

let made: ReadonlyMap<string, readonly Language[]> | undefined;

function likenesses(): ReadonlyMap<string, readonly Language[]> {
  const like = (...patterns: readonly string[]): readonly Language[] =>
    patterns.map((pattern) =>
      /[*?]/.test(pattern) ? globLanguage(compileGlob(pattern), budget) : exactly(pattern),
    );
  const budget: Budget = createBudget();
  made ??= new Map([
    [
      'cluster',
      like(
        'arn:aws:eks:us-east-1:111122223333:cluster/unrelated-cluster',
        'arn:aws:eks:us-east-1:*:cluster/unrelated-cluster',
        '*:cluster/unrelated-cluster',
        'arn:aws:eks:us-east-1:*',
        '*:cluster/*unrelated*',
      ),
    ],
    ['aws:sourceorgid', like('o-unrelated0')],
    [`${TAG}kubernetes-namespace`, like('unrelated-namespace', '*unrelated-namespace', '*unrelated*')],
    [`${TAG}kubernetes-service-account`, like('unrelated-app', '*unrelated-app', '*unrelated*')],
    [`${TAG}kubernetes-pod-name`, like('unrelated-pod', '*unrelated*')],
    [`${TAG}kubernetes-pod-uid`, like('00000000-0000-0000-0000-000000000000')],
  ]);
  return made;
}
