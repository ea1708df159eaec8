import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  knownAccountsMissing,
  notApplicable,
  pass,
} from '@podguard/core';
import {
  type AwsPrincipalsAnswer,
  boxOfTexts,
  findWitness,
  findWitnessIn,
  globPattern,
  type Language,
  type Outcome,
  ofAccount,
  type Policy,
  type TrustedAccount,
  type Undecided,
  union,
} from '@podguard/policy';
import { accountsText, awsWitness, ourAccounts, principalsOutside } from '../shared/aws-accounts.ts';
import { asUserNamed, othersThanUser } from '../shared/aws-user-name.ts';
import { coversExtent } from '../shared/extent.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { awsTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust, whyAdmitted } from '../shared/trust.ts';

export const trustAccountRoot = defineRule({
  id: 'trust-account-root',
  title: 'A whole account may assume the role instead of a role in it',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: 'aws-principal',
  description:
    'Reports a role that trusts a whole known account, its own too: everybody there who has a right to sts:AssumeRole gets it.',
  rationale:
    'Administrators of that account decide who gets the role, by policies that do not name it. A role under Principal says it in one place.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html'],
  mappings: {},
  falsePositives: ['A role that people of the account are meant to choose in the console.'],
  needs: {},
  covers: coversExtent,
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const answer = awsTrust(trust.policy);
    if (!answer.decided) return undecidedBy(answer);
    const named = answer.accounts.filter(({ account }) => !config.thirdPartyAccounts.includes(account));
    if (named.length === 0) return notApplicable('it trusts no AWS account by name');
    const ours = ourAccounts(role, config);
    const whole = named
      .map((one) => ({ account: one.account, whole: wholeOf(answer, one, trust.policy) }))
      .filter((one) => one.whole !== 'no');
    const known = whole.filter(({ account }) => ours.has(account));
    const surely = known.filter((one) => one.whole === 'yes').map(({ account }) => account);
    const [first] = surely;
    if (first !== undefined) {
      const outside = principalsOutside(first);
      const found = [
        { seen: answer, leftOut: outside },
        { seen: asUser(trust.policy), leftOut: [...outside, ...othersThanUser(STRANGER)] },
      ].map(({ seen, leftOut }) => (seen?.decided ? findWitness(seen.analysis, leftOut) : null));
      const request = found.flatMap((one) => (one?.kind === 'found' ? [one.request] : []))[0] ?? null;
      return fail(`All of ${accountsText(surely)} may assume ${role.key}`, {
        evidence: request === null ? [] : whyAdmitted(trust.policy, request),
        witness: request === null ? null : awsWitness(request, role.key, trust.policy, surely),
      });
    }
    if (known.length > 0) return undecidedBy(answer.analysis.assumptions);
    return whole.length > 0 && knownAccounts(config).size === 0
      ? indeterminate(knownAccountsMissing(config))
      : pass;
  },
  mend: {
    cli: editTrust(
      '"Principal": {"AWS": "arn:aws:iam::ACCOUNT:role/NAME"}, or ArnLike on aws:PrincipalArn; who else assumes it stands in CloudTrail as AssumeRole: name them, too',
    ),
    terraform: 'principals {\n  type        = "AWS"\n  identifiers = ["arn:aws:iam::ACCOUNT:role/NAME"]\n}',
    cloudformation: 'Principal:\n  AWS: arn:aws:iam::ACCOUNT:role/NAME',
  },
  remediation: 'restore-trust-policy',
});

/** A condition on tags, or on an id, names principals too. */
const NAMES_PRINCIPALS = /^aws:(principaltag\/|userid$|username$)/;

const STRANGER = 'zq7-unrelated';

/** Who gets in of the users of that name, by a policy that asks for the name. */
function asUser(policy: Policy): AwsPrincipalsAnswer | Undecided | null {
  const seen = asUserNamed(STRANGER, policy);
  return seen === null ? null : awsTrust(seen);
}

/** Whether a role or a user that nobody names gets in. */
function wholeOf(
  { analysis }: AwsPrincipalsAnswer,
  { account, requires, whole }: TrustedAccount,
  policy: Policy,
): Outcome {
  if (whole === 'no' || requires.some((key) => NAMES_PRINCIPALS.test(key))) return 'no';
  const [role, user] = ['role', 'user'].map((kind) =>
    globPattern(`arn:*:iam::${account}:${kind}/${STRANGER}`),
  );
  const those = (who: Language) => [boxOfTexts({ principal: { present: who } })];
  const { kind } = findWitnessIn(ofAccount(analysis, account), those(union(role!, user!)));
  if (kind !== 'undecided') return kind === 'found' ? 'yes' : 'no';
  const seen = asUser(policy);
  const isIn = seen?.decided === true && findWitnessIn(seen.analysis, those(user!)).kind === 'found';
  return isIn ? 'yes' : 'unknown';
}
