import type { Verdict } from '@podguard/core';
import {
  analyseTrust,
  findWitness,
  type Policy,
  type PolicyRequest,
  type Region,
  type TrustAnalysis,
  type TrustAssumption,
  type Undecided,
  type Way,
} from '@podguard/policy';
import { type StrangerFacts, strangerFacts } from './aws-stranger-keys.ts';
import { undecidedBy } from './reach.ts';

export type Admission =
  | { readonly kind: 'admitted'; readonly request: PolicyRequest }
  | { readonly kind: 'refused' }
  | { readonly kind: 'undecided'; readonly verdict: Verdict };

export interface Strangers {
  readonly policy: Policy;
  readonly way: Way;
  /** What else a stranger cannot choose, by key in lower case. */
  readonly keys?: StrangerFacts;
  /** Organisations that are no stranger's. */
  readonly organizations?: readonly string[];
}

/**
 * Whether somebody outside gets the role who chooses freely what anybody may choose of a request (a session's name, tags of
 * his own principals, the external id), and of the rest has what a stranger has: another organisation, another network.
 * Requests of the region are left out. The more a policy asks for the fewer get in: it is monotone.
 */
export function admitsStranger(strangers: Strangers, leftOut: Region): Admission {
  const undecided: (Undecided | readonly TrustAssumption[])[] = [];
  const variants = strangerFacts(
    strangers.policy,
    strangers.way,
    strangers.organizations ?? [],
    strangers.keys,
  );
  for (const everywhere of variants) {
    const found = everywhere.map((facts) => ask(strangers, facts, leftOut));
    const [first] = found;
    const open = found.filter((one) => one.kind === 'undecided');
    if (found.some((one) => one.kind === 'refused') || first === undefined) continue;
    if (open.length === 0 && first.kind === 'admitted') return first;
    undecided.push(...open.map((one) => one.why));
  }
  const [why] = undecided;
  return why === undefined ? { kind: 'refused' } : { kind: 'undecided', verdict: undecidedBy(why) };
}

type Asked =
  | { readonly kind: 'admitted'; readonly request: PolicyRequest }
  | { readonly kind: 'refused' }
  | { readonly kind: 'undecided'; readonly why: Undecided | readonly TrustAssumption[] };

function ask({ policy, way }: Strangers, facts: StrangerFacts, leftOut: Region): Asked {
  const analysis = remembered(policy, way, facts);
  if (!analysis.decided) return { kind: 'undecided', why: analysis };
  const found = findWitness(analysis, leftOut);
  if (found.kind === 'found') return { kind: 'admitted', request: found.request };
  if (found.kind === 'none') return { kind: 'refused' };
  const { assumptions, reason } = found;
  return { kind: 'undecided', why: assumptions.length > 0 ? assumptions : { decided: false, reason } };
}

const known = new WeakMap<Policy, Map<string, TrustAnalysis | Undecided>>();

function remembered(policy: Policy, way: Way, facts: StrangerFacts): TrustAnalysis | Undecided {
  const answers = known.get(policy) ?? new Map<string, TrustAnalysis | Undecided>();
  known.set(policy, answers);
  const provider = way.kind === 'aws' ? '' : JSON.stringify(way.toRequest(new Map()).principal);
  const name = `${way.kind} ${provider} ${[...facts.values()].map(({ name: one }) => one).join(' ')}`;
  const answer = answers.get(name) ?? analyseTrust(policy, asStranger(way, facts));
  answers.set(name, answer);
  return answer;
}

/** The same way with what a stranger has in place of what anybody has. */
function asStranger(way: Way, facts: StrangerFacts): Way {
  const given = Object.fromEntries(
    [...facts].flatMap(([key, { fact }]) => (fact.kind === 'fixed' ? [[key, fact.value] as const] : [])),
  );
  const byDimension = new Map(
    [...facts.values()].flatMap(({ fact }) =>
      fact.kind === 'varies' ? [[fact.dimension, fact.domain] as const] : [],
    ),
  );
  return {
    ...way,
    factOf: (lowerKey) => facts.get(lowerKey)?.fact ?? way.factOf(lowerKey),
    domainOf: (dimension) => byDimension.get(dimension) ?? way.domainOf(dimension),
    toRequest: (point) => {
      const request = way.toRequest(point);
      return { ...request, context: { ...request.context, ...given } };
    },
  };
}
