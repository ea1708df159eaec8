import { createBudget } from '../../language/budget.ts';
import {
  type Fragment,
  letter,
  lettersOf,
  literal,
  repeated,
  sequence,
  times,
  toLanguage,
} from '../../language/fragments.ts';
import type { Language } from '../../language/language.ts';
import { minimise } from '../../language/minimise.ts';

/**
 * How the names in requests are spelled. Upper bounds on length are left out: they would only tell apart names that
 * nobody can have, and a policy that names one of those counts as naming it.
 */

const lowerOrDigit = letter(lettersOf('a-z0-9'));
const inLabel = letter(lettersOf('-a-z0-9'));

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const dnsLabel: Fragment = sequence(
  lowerOrDigit,
  repeated(sequence(repeated(letter(lettersOf('-'))), lowerOrDigit)),
);

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const dnsSubdomain: Fragment = sequence(dnsLabel, repeated(sequence(literal('.'), dnsLabel)));

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const accountId: Fragment = times(letter(lettersOf('0-9')), 12);

/** `aws`, `aws-cn`, `aws-us-gov`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const partition: Fragment = sequence(literal('aws'), repeated(letter(lettersOf('-a-z'))));

export const region: Fragment = sequence(lowerOrDigit, repeated(inLabel));

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const clusterName: Fragment = sequence(
  letter(lettersOf('0-9A-Za-z')),
  repeated(letter(lettersOf('-A-Za-z0-9_'))),
);

const iamLetter = letter(lettersOf('-A-Za-z0-9_+=,.@'));

/**
 * Of a user, a role or a session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const iamName: Fragment = sequence(iamLetter, repeated(iamLetter));

/** Slashes and what is between them; a colon, which IAM lets a path have, is left out. */
const pathLetter = letter(lettersOf('!-.0-9;-~'));
export const iamPath: Fragment = repeated(sequence(pathLetter, repeated(pathLetter), literal('/')));

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const organizationId: Fragment = sequence(literal('o-'), lowerOrDigit, repeated(lowerOrDigit));

export const podUid: Fragment = sequence(letter(lettersOf('0-9a-f')), repeated(letter(lettersOf('-0-9a-f'))));

export const serviceAccountSubject: Fragment = sequence(
  literal('system:serviceaccount:'),
  dnsLabel,
  literal(':'),
  dnsSubdomain,
);

/** Made once, when it is first asked for. */
export function once(fragment: Fragment): () => Language {
  let made: Language | undefined;
  return () => {
    if (made === undefined) {
      const budget = createBudget();
      const { words, rest } = toLanguage(fragment, budget);
      made = { words, rest: minimise(rest, budget) };
    }
    return made;
  };
}
