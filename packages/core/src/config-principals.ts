import * as z from 'zod/mini';

/** Principals, by ARN or a pattern of one: a bare name would fit nobody. */
export const principals = z.string().check(
  z.regex(/^(\*|arn:)/, 'give ARNs of principals, as arn:aws:iam::111122223333:role/break-glass'),
  z.refine((pattern) => !/^\*+$/.test(pattern), 'it fits everybody: switch the rules off instead'),
);
