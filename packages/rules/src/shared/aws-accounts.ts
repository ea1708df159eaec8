import { type Config, knownAccounts, type Resource, type Witness } from '@podguard/core';
import {
  boxOfTexts,
  type ContextValue,
  complement,
  globPattern,
  type PolicyRequest,
  type Region,
  union,
} from '@podguard/policy';

/** The accounts that are ours: those that the configuration names, and the resource's own. */
export function ourAccounts({ account }: Pick<Resource, 'account'>, config: Config): ReadonlySet<string> {
  const own = account === '' ? [] : [account];
  return new Set([...knownAccounts(config), ...own]);
}

/** Requests of principals of these accounts. */
export function principalsIn(accounts: Iterable<string>): Region {
  const languages = [...accounts].map((account) => globPattern(`arn:*:*::${account}:*`));
  const [first, ...others] = languages;
  if (first === undefined) return [];
  return [boxOfTexts({ principal: { present: others.reduce((one, other) => union(one, other), first) } })];
}

/** Requests of all other principals. */
export function principalsOutside(account: string): Region {
  return [boxOfTexts({ principal: { present: complement(globPattern(`arn:*:*::${account}:*`)) } })];
}

const CHOSEN = /^(sts:externalid|sts:rolesessionname|sts:sourceidentity|aws:(request|principal)tag\/.*)$/i;

/** A request by an AWS principal as a witness, with all that is open, by which the rule compares witnesses. */
export function awsWitness(request: PolicyRequest, role: string, extent: readonly string[] = []): Witness {
  const arn = request.principal.type === 'AWS' ? request.principal.arn : '';
  const context = contextOf(request);
  const given = Object.entries(context)
    .filter(([key]) => CHOSEN.test(key))
    .map(([key, values]) => `${key} ${JSON.stringify(values.join(', '))}`);
  const giving = given.length === 0 ? '' : `, giving ${given.join(' and ')},`;
  return {
    text: `${arn}${giving} gets ${role}`,
    request: { action: request.action, principal: arn, context: { ...context } },
    extent: [...extent],
  };
}

/** What a request has of the keys that are there. */
export function contextOf({ context }: PolicyRequest): { readonly [key: string]: string[] } {
  // The ways make plain records.
  const values = Object.entries(context as Readonly<Record<string, ContextValue>>);
  return Object.fromEntries(
    values.flatMap(([key, value]) => (typeof value === 'string' ? [] : [[key, [...value]]])),
  );
}
