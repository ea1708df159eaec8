import * as z from 'zod/mini';
import { someText } from './some-text.ts';
import { SEVERITIES } from './verdict.ts';

const name = someText;
const told = (what: string) => z.string(what).check(z.regex(/\S/, what));
const ACCOUNT = 'an AWS account id has 12 digits, in quotation marks';
export const exemptionTime = z.union([z.iso.date(), z.iso.datetime()], {
  error: 'give times as 2026-01-31 or 2026-01-31T12:00:00Z',
});

/**
 * What an exemption covers, each of it where it is given: rules, resource keys, accounts, tags (all of them); `*` stands for
 * any letters. What is graver than `severity` it does not cover.
 */
const exemptionScope = {
  severity: z.optional(z.enum(SEVERITIES)),
  rules: z._default(z.array(name), []),
  resources: z._default(z.array(name), []),
  accounts: z._default(z.array(z.string(ACCOUNT).check(z.regex(/^\d{12}$/, ACCOUNT))), []),
  tags: z._default(z.record(z.string(), z.string()), {}),
};

export const exemptionSetting = z
  .strictObject({
    ...exemptionScope,
    reason: told('say why it is accepted'),
    author: told('say who accepts it'),
    since: exemptionTime,
    until: exemptionTime,
  })
  .check(
    z.refine(
      ({ rules, resources, accounts, tags }) =>
        [rules, resources, accounts].some(narrows) || Object.keys(tags).length > 0,
      'it would cover everything: name rules, resources, accounts or tags',
    ),
    z.refine(({ since, until }) => Date.parse(until) > Date.parse(since), 'it ends before it begins'),
    z.refine(isWithinYear, 'it lasts longer than a year: choose an earlier end'),
  );

/** A person may accept a finding until the same day of the next year, and no longer. */
export function isWithinYear({ since, until }: { readonly since: string; readonly until: string }): boolean {
  const end = new Date(since);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  return Date.parse(until) <= end.getTime();
}

/** `*` alone fits whatever there is. */
function narrows(patterns: readonly string[]): boolean {
  return patterns.length > 0 && !patterns.some((pattern) => /^\*+$/.test(pattern));
}
