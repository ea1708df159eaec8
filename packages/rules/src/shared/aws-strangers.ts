import type { Verdict } from '@podguard/core';
import {
  analyseTrust,
  findWitness,
  findWitnessIn,
  ofAccount,
  type Policy,
  type PolicyRequest,
  type Region,
  type TrustAssumption,
  type Undecided,
  type Way,
} from '@podguard/policy';
import { principalsIn } from './aws-accounts.ts';
import { type Place, type StrangerFacts, strangerFacts } from './aws-stranger-keys.ts';
import { asUserNamed, othersThanUser } from './aws-user-name.ts';
import { onceBy } from './memo.ts';
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
  /** Where only AWS principals of one account are meant. */
  readonly account?: string;
}

/**
 * Whether somebody outside gets the role who chooses freely what anybody may choose of a request (a session's name, tags of
 * his own principals, the external id), and of the rest has what a stranger has: another organisation, another network.
 * Requests of the region are left out. The more a policy asks for the fewer get in: it is monotone.
 */
export function admitsStranger(strangers: Strangers, leftOut: Region): Admission {
  const admission = admitsAny(strangers, leftOut);
  const policy = strangers.way.kind === 'aws' ? asUserNamed(USER, strangers.policy) : null;
  if (policy === null || admission.kind !== 'undecided') return admission;
  const asUser = admitsAny({ ...strangers, policy }, [...leftOut, ...othersThanUser(USER)]);
  return asUser.kind === 'admitted' ? asUser : admission;
}

/** Which of these accounts get in, each by itself; all of them where only some addresses of each do. */
export function admittedAccounts(strangers: Strangers, accounts: readonly string[]): readonly string[] {
  const each = accounts.filter(
    (account) => admitsStranger({ ...strangers, account }, []).kind === 'admitted',
  );
  return each.length === 0 ? accounts : each;
}

const USER = 'unrelated-user';

function admitsAny(strangers: Strangers, leftOut: Region): Admission {
  const undecided: (Undecided | readonly TrustAssumption[])[] = [];
  const variants = strangerFacts(
    strangers.policy,
    strangers.way,
    strangers.organizations ?? [],
    strangers.keys,
  );
  for (const places of variants) {
    const admission = askAll(strangers, places, leftOut);
    if (admission.kind === 'admitted') return admission;
    if (admission.kind === 'undecided') undecided.push(admission.why);
  }
  const [why] = undecided;
  return why === undefined ? { kind: 'refused' } : { kind: 'undecided', verdict: undecidedBy(why) };
}

/** Who is open to so large a share of all addresses is not restricted by them. */
const RESTRICTED_BELOW = 1 / 16;

function askAll(strangers: Strangers, places: readonly Place[], leftOut: Region): Asked {
  let left = places.reduce((sum, { share }) => sum + share, 0);
  let surely = 0;
  let possibly = 0;
  let request: PolicyRequest | undefined;
  let why: Undecided | readonly TrustAssumption[] | undefined;
  for (const { share, everywhere } of places) {
    if (possibly + left < RESTRICTED_BELOW) break;
    left -= share;
    const answer = askEverywhere(strangers, everywhere, leftOut);
    if (answer.kind === 'refused') continue;
    possibly += share;
    if (answer.kind === 'undecided') why ??= answer.why;
    else {
      surely += share;
      request ??= answer.request;
    }
    if (request !== undefined && surely >= RESTRICTED_BELOW) return { kind: 'admitted', request };
  }
  return why === undefined || possibly < RESTRICTED_BELOW ? { kind: 'refused' } : { kind: 'undecided', why };
}

function askEverywhere(strangers: Strangers, everywhere: readonly StrangerFacts[], leftOut: Region): Asked {
  let first: Asked = { kind: 'refused' };
  for (const [at, facts] of everywhere.entries()) {
    const one = ask(strangers, facts, leftOut);
    if (one.kind === 'refused') return one;
    if (at === 0 || one.kind === 'undecided') first = first.kind === 'undecided' ? first : one;
  }
  return first;
}

type Asked =
  | { readonly kind: 'admitted'; readonly request: PolicyRequest }
  | { readonly kind: 'refused' }
  | { readonly kind: 'undecided'; readonly why: Undecided | readonly TrustAssumption[] };

function ask({ policy, way, account }: Strangers, facts: StrangerFacts, leftOut: Region): Asked {
  const analysis = remembered(policy, way, facts);
  if (!analysis.decided) return { kind: 'undecided', why: analysis };
  const found =
    account === undefined
      ? findWitness(analysis, leftOut)
      : findWitnessIn(ofAccount(analysis, account), principalsIn([account]), leftOut);
  if (found.kind === 'found') return { kind: 'admitted', request: found.request };
  if (found.kind === 'none') return { kind: 'refused' };
  const { assumptions, reason } = found;
  return { kind: 'undecided', why: assumptions.length > 0 ? assumptions : { decided: false, reason } };
}

const remembered = onceBy(
  (policy: Policy, way: Way, facts: StrangerFacts) => analyseTrust(policy, asStranger(way, facts)),
  (way, facts) => {
    const provider = way.kind === 'aws' ? '' : JSON.stringify(way.toRequest(new Map()).principal);
    return `${way.kind} ${provider} ${[...facts.values()].map(({ name }) => name).join(' ')}`;
  },
);

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
