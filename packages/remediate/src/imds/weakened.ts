import type { Resource } from '@podguard/core';
import { OPTIONS, type Option, type Options } from './metadata-options.ts';

/** What closes most first. */
const ORDER: { readonly [O in Exclude<Option, 'hopLimit'>]: readonly string[] } = {
  httpTokens: ['required', 'optional'],
  httpEndpoint: ['disabled', 'enabled'],
  httpProtocolIpv6: ['disabled', 'enabled'],
  metadataTags: ['disabled', 'enabled'],
};

/** What this instance had, in this life, stronger than it has it now: each option as it was at its strongest. */
export function weakened({ state, former }: Resource<'ec2-instance'>): Options {
  return Object.fromEntries(
    OPTIONS.flatMap((option) => {
      const now = state[option];
      if (now === undefined || now === null) return [];
      const values = (former[option] ?? []).map(({ value }) => value as string | number);
      const [best] = values.filter((value) => rank(option, value) >= 0).sort(byRank(option));
      return best !== undefined && rank(option, best) < rank(option, now) ? [[option, best]] : [];
    }),
  ) as Options;
}

const byRank = (option: Option) => (a: string | number, b: string | number) =>
  rank(option, a) - rank(option, b);

function rank(option: Option, value: string | number): number {
  return option === 'hopLimit' ? Number(value) : ORDER[option].indexOf(String(value));
}
