import { type Config, knownAccounts, type Resource, type Witness } from '@podguard/core';
import {
  arnsOf,
  boxOfTexts,
  type ContextValue,
  complement,
  EARLIEST,
  type Policy,
  type PolicyRequest,
  type Region,
} from '@podguard/policy';
import { createMemo, once } from './memo.ts';

/** The accounts that are ours: those that the configuration names, and the resource's own. */
export function ourAccounts(resource: Pick<Resource, 'account'>, config: Config): ReadonlySet<string> {
  return new Set([...knownAccounts(config), ...ownAccount(resource)]);
}

/** Of a policy in a file it is not known, and in a log it is what somebody wrote there. */
function ownAccount({ account }: Pick<Resource, 'account'>): readonly string[] {
  return /^\d{12}$/.test(account) ? [account] : [];
}

const arnsOfOne = createMemo((account) => arnsOf([account]));

const othersOf = createMemo((account) => complement(arnsOfOne(account)));

/** Requests of principals of these accounts. */
export function principalsIn(accounts: Iterable<string>): Region {
  const all = [...accounts];
  const [first] = all;
  if (first === undefined) return [];
  return [boxOfTexts({ principal: { present: all.length === 1 ? arnsOfOne(first) : arnsOf(all) } })];
}

const known = once((config: Config) => principalsIn(knownAccounts(config)));

/** Requests of principals of our accounts. */
export function ourPrincipals(resource: Pick<Resource, 'account'>, config: Config): Region {
  return [...known(config), ...principalsIn(ownAccount(resource))];
}

/** Requests of all other principals. */
export function principalsOutside(account: string): Region {
  return [boxOfTexts({ principal: { present: othersOf(account) } })];
}

/** A request by an AWS principal as a witness, with all that is open, by which the rule compares witnesses. */
export function awsWitness(
  request: PolicyRequest,
  role: string,
  policy: Policy,
  extent: readonly string[] = [],
): Witness {
  const arn = request.principal.type === 'AWS' ? request.principal.arn : '';
  const { context, given, time } = asked(policy, request);
  const bringing = given.length === 0 ? '' : `, with ${listed(given)},`;
  return {
    text: `${arn}${bringing} gets ${role}${time}`,
    request: { action: request.action, principal: arn, context },
    extent: [...extent],
  };
}

/** Keys that say who calls, or when. */
const OF_CALLER = /^aws:(principal(arn|account|type|isawsservice)|currenttime|epochtime)$/;
const OF_TIME = /^aws:(currenttime|epochtime)$/;

/** What a request brings of what a policy asks for, by the keys as the policy writes them. */
export function asked(
  policy: Policy,
  request: PolicyRequest,
): { readonly context: Record<string, string[]>; readonly given: readonly string[]; readonly time: string } {
  const conditions = policy.statements.flatMap((statement) => statement.conditions);
  const written = new Map(conditions.map(({ lowerKey, key }) => [lowerKey, key]));
  const entries = Object.entries(contextOf(request));
  const having = new Map(entries.map(([key, values]) => [key.toLowerCase(), values]));
  return {
    context: Object.fromEntries(
      entries.map(([key, value]) => [written.get(key.toLowerCase()) ?? key, value]),
    ),
    given: [...written].flatMap(([lowerKey, name]) => {
      const values = OF_CALLER.test(lowerKey) ? undefined : having.get(lowerKey);
      return values === undefined ? [] : [`${name} ${JSON.stringify(values.join(', '))}`];
    }),
    time: [...having.keys()].some((key) => OF_TIME.test(key))
      ? ` at any time since ${EARLIEST.slice(0, 10)}`
      : '',
  };
}

const MOST_NAMED = 5;

/** `account A`, `accounts A and B`, `accounts A, B, C, D, E and 7 more`. */
export function accountsText(accounts: readonly string[]): string {
  const named = accounts.slice(0, MOST_NAMED);
  const more = accounts.length - named.length;
  return `account${accounts.length === 1 ? '' : 's'} ${listed(more === 0 ? named : [...named, `${more} more`])}`;
}

/** Accounts of others, as a sentence begins with them. */
export function unknownText(accounts: readonly string[]): string {
  return `A${accountsText(accounts).slice(1)}, which ${accounts.length === 1 ? 'is' : 'are'} not known,`;
}

export function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

/** What a request has of the keys that are there. */
export function contextOf({ context }: PolicyRequest): { readonly [key: string]: string[] } {
  // The ways make plain records.
  const values = Object.entries(context as Readonly<Record<string, ContextValue>>);
  return Object.fromEntries(
    values.flatMap(([key, value]) => (typeof value === 'string' ? [] : [[key, [...value]]])),
  );
}
