import {
  AUD,
  allow,
  aws,
  deny,
  forSts,
  OWN,
  policy,
  provider,
  role,
  root,
  STRANGE,
  SUB,
} from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const PUBLIC = ['trust-public-principal', 'trust-foreign-account'];
const FOREIGN = 'trust-foreign-account';
const PRINCIPALS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';

const session = (owner: string) => `arn:aws:sts::${owner}:assumed-role/deploy/ci`;
const known = { config: { knownAccounts: [STRANGE] } };
const lent = { config: { thirdPartyAccounts: [STRANGE] } };

/** Users, roles and accounts by name. */
export const awsPrincipals: readonly LabelledPolicy[] = [
  ok("the account's own root", policy(aws(root(OWN))), { findings: ['trust-account-root'] }),
  ok('the account by its id', policy(aws(OWN)), { findings: ['trust-account-root'], why: PRINCIPALS }),
  ok('a role of the account', policy(aws(role(OWN)))),
  ok('a user of the account', policy(aws(`arn:aws:iam::${OWN}:user/team/admin`))),
  ok('a session of the account', policy(aws(session(OWN)))),
  ok('several roles of the account', policy(aws([role(OWN), role(OWN, 'a'), role(OWN, 'b')]))),
  ok(
    "the account's root with a second factor",
    policy(aws(root(OWN), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
  ),
  ok(
    "the account's root narrowed to a role",
    policy(aws(root(OWN), { ArnEquals: { 'aws:PrincipalArn': role(OWN) } })),
  ),
  ok(
    "a variable of the role's own account",
    policy(aws(root(OWN), { StringEquals: { 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } })),
  ),
  bad("another account's root", FOREIGN, policy(aws(root(STRANGE)))),
  bad('another account by its id', FOREIGN, policy(aws(STRANGE)), { why: PRINCIPALS }),
  bad('a role of another account', FOREIGN, policy(aws(role(STRANGE)))),
  bad('a user of another account', FOREIGN, policy(aws(`arn:aws:iam::${STRANGE}:user/somebody`))),
  bad('a session of another account', FOREIGN, policy(aws(session(STRANGE)))),
  bad('another account among our own', FOREIGN, policy(aws([root(OWN), root(STRANGE)]))),
  bad(
    'another account with an external id',
    FOREIGN,
    policy(aws(root(STRANGE), { StringEquals: { 'sts:ExternalId': 'abc' } })),
  ),
  ok(
    "another account's root narrowed to our role",
    policy(aws(root(STRANGE), { ArnEquals: { 'aws:PrincipalArn': role(OWN) } })),
    { why: 'Nobody is of both accounts.' },
  ),
  ok(
    'another account, cut off by a Deny',
    policy(
      aws([role(OWN), role(STRANGE)]),
      deny('*', '*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }),
    ),
  ),
  ok("a known account's root", policy(aws(root(STRANGE))), known),
  ok("a known account's role", policy(aws(role(STRANGE))), known),
  bad('a third party without an external id', 'trust-external-id-missing', policy(aws(root(STRANGE))), lent),
  bad(
    'a third party, the id only if it exists',
    'trust-external-id-missing',
    policy(aws(root(STRANGE), { StringEqualsIfExists: { 'sts:ExternalId': 'abc' } })),
    lent,
  ),
  bad(
    'a third party, the id in one of two statements',
    'trust-external-id-missing',
    policy(aws(root(STRANGE), { StringEquals: { 'sts:ExternalId': 'abc' } }), aws(role(STRANGE))),
    lent,
  ),
  ok(
    'a third party with an external id',
    policy(aws(root(STRANGE), { StringEquals: { 'sts:ExternalId': 'abc' } })),
    lent,
  ),
  ok(
    'a third party, the id asked for by a Deny',
    policy(aws(root(STRANGE)), deny('*', '*', { StringNotEquals: { 'sts:ExternalId': 'abc' } })),
    lent,
  ),
  bad('a deleted role', 'trust-dangling-principal', policy(aws('AROAEXAMPLE0123456789')), {
    why: PRINCIPALS,
  }),
  bad(
    'a deleted user among roles',
    'trust-dangling-principal',
    policy(aws([role(OWN), 'AIDAEXAMPLE0123456789'])),
  ),
  ok("GovCloud's own root", policy(aws(`arn:aws-us-gov:iam::${OWN}:root`)), { partition: 'aws-us-gov' }),
  bad("China's other account", FOREIGN, policy(aws(`arn:aws-cn:iam::${STRANGE}:root`)), {
    partition: 'aws-cn',
  }),
  bad(
    'everybody beside a token, the subject if it exists',
    PUBLIC,
    policy(
      allow({ Federated: provider(), AWS: '*' }, ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'], {
        StringEqualsIfExists: { [SUB]: 'system:serviceaccount:prod:app', [AUD]: 'sts.amazonaws.com' },
      }),
    ),
  ),
  ok(
    'everybody beside a token, the subject asked for',
    policy(
      allow({ Federated: provider(), AWS: '*' }, ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'], {
        StringEquals: { [SUB]: 'system:serviceaccount:prod:app', [AUD]: 'sts.amazonaws.com' },
      }),
    ),
    { why: 'A request of sts:AssumeRole has no subject.' },
  ),
  bad(
    'a role of the account, and tokens of any subject',
    'irsa-subject-unrestricted',
    policy(aws(role(OWN)), forSts({ StringLike: { [SUB]: '*' } })),
  ),
  bad(
    "another account's root narrowed to its role",
    FOREIGN,
    policy(aws(root(STRANGE), { ArnEquals: { 'aws:PrincipalArn': role(STRANGE) } })),
  ),
  ok(
    'people who signed in, as IAM Identity Center names their roles',
    policy(
      aws(root(OWN), {
        ArnLike: {
          'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*`,
        },
      }),
    ),
  ),
  ok('another account in a Deny only', policy(aws(role(OWN)), deny({ AWS: root(STRANGE) }, '*'))),
];
