import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));
const told = (what: string) => z.string(what).check(z.regex(/\S/, what));
const ACCOUNT = 'an AWS account id has 12 digits, in quotation marks';
/** The longest that a person may accept a finding. */
export const LONGEST_EXEMPTION_DAYS = 366;
const DAY_MS = 86_400_000;

const time = z.union([z.iso.date(), z.iso.datetime()], {
  error: 'give times as 2026-01-31 or 2026-01-31T12:00:00Z',
});

/**
 * What an exemption covers, each of it where it is given: rules, resource keys, accounts, tags (all of them); `*` stands for
 * any letters.
 */
const exemptionScope = {
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
    since: time,
    until: time,
  })
  .check(
    z.refine(
      ({ rules, resources, accounts, tags }) =>
        rules.length + resources.length + accounts.length + Object.keys(tags).length > 0,
      'it would cover everything: name rules, resources, accounts or tags',
    ),
    z.refine(({ since, until }) => Date.parse(until) > Date.parse(since), 'it ends before it begins'),
    z.refine(
      ({ since, until }) => Date.parse(until) - Date.parse(since) <= LONGEST_EXEMPTION_DAYS * DAY_MS,
      'it lasts longer than a year: choose an earlier end',
    ),
  );
