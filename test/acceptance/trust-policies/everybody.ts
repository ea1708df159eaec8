import { aws, deny, everybody, OWN, policy, role, root, STRANGE } from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const PUBLIC = ['trust-public-principal', 'trust-foreign-account'];
const ORG = 'o-abcdefghij';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';

const anyone = (Condition: Record<string, Record<string, unknown>>) => policy(everybody(Condition));

/** Everybody, and what narrows that. */
export const everybodyPolicies: readonly LabelledPolicy[] = [
  bad('everybody', 'trust-public-principal', policy(everybody())),
  bad('everybody as AWS', 'trust-public-principal', policy(aws('*'))),
  bad('everybody in a list', 'trust-public-principal', policy(aws([role(OWN), '*']))),
  bad('everybody, all actions', 'trust-public-principal', policy(everybody(undefined, '*'))),
  bad(
    'everybody, a wildcard of actions',
    'trust-public-principal',
    policy(everybody(undefined, 'sts:Assume*')),
  ),
  bad(
    'everybody, all but one action',
    'trust-public-principal',
    policy({
      Effect: 'Allow',
      Principal: '*',
      NotAction: 'sts:TagSession',
    }),
  ),
  ok('everybody may only tag', policy(everybody(undefined, 'sts:TagSession')), {
    why: 'sts:TagSession alone gives no session: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html',
  }),
  bad('everybody beside a role', 'trust-public-principal', policy(aws(role(OWN)), everybody())),
  ok('everybody narrowed to one role', anyone({ ArnEquals: { 'aws:PrincipalArn': role(OWN) } }), {
    why: KEYS,
  }),
  ok(
    'everybody narrowed to roles of the account',
    anyone({
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/team/*` },
    }),
  ),
  ok('everybody narrowed to the account', anyone({ StringEquals: { 'aws:PrincipalAccount': OWN } })),
  ok('everybody narrowed to an organization', anyone({ StringEquals: { 'aws:PrincipalOrgID': ORG } }), {
    why: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid',
  }),
  ok(
    'everybody narrowed to a part of an organization',
    anyone({
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORG}/r-ab12/ou-ab12-11111111/*` },
    }),
    { why: KEYS },
  ),
  ok('keys in other case', anyone({ STRINGEQUALS: { 'AWS:PRINCIPALORGID': ORG } })),
  bad(
    'an organization if there is one',
    PUBLIC,
    anyone({ StringEqualsIfExists: { 'aws:PrincipalOrgID': ORG } }),
    {
      why: `Accounts outside any organization lack the key: ${KEYS}`,
    },
  ),
  bad('every organization', PUBLIC, anyone({ StringLike: { 'aws:PrincipalOrgID': '*' } })),
  bad('every organization but one', PUBLIC, anyone({ StringNotEquals: { 'aws:PrincipalOrgID': ORG } })),
  bad(
    'ForAllValues on the paths of organizations',
    PUBLIC,
    anyone({
      'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${ORG}/*` },
    }),
    { why: `ForAllValues holds where the key is missing: ${KEYS}` },
  ),
  bad(
    'a role name in any account',
    PUBLIC,
    anyone({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }),
  ),
  bad('everybody but one role', PUBLIC, anyone({ ArnNotEquals: { 'aws:PrincipalArn': role(STRANGE) } })),
  bad('everybody but one account', PUBLIC, anyone({ StringNotEquals: { 'aws:PrincipalAccount': STRANGE } })),
  bad(
    'everybody narrowed to another account',
    PUBLIC,
    anyone({ StringEquals: { 'aws:PrincipalAccount': STRANGE } }),
  ),
  bad(
    'one of two principals is of another account',
    PUBLIC,
    anyone({
      ArnEquals: { 'aws:PrincipalArn': [role(OWN), role(STRANGE)] },
    }),
  ),
  bad(
    'a tag, which everybody gives their own roles',
    PUBLIC,
    anyone({
      StringEquals: { 'aws:PrincipalTag/team': 'platform' },
    }),
  ),
  bad('an external id only', PUBLIC, anyone({ StringEquals: { 'sts:ExternalId': 'abc' } }), {
    why: 'AWS does not treat it as a secret: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  }),
  bad('a kind of principal only', PUBLIC, anyone({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } })),
  ok(
    'a principal and an organization',
    anyone({
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' },
      StringEquals: { 'aws:PrincipalOrgID': ORG },
    }),
  ),
  ok(
    'a star under ArnEquals is a wildcard, the account given',
    anyone({
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:*` },
    }),
  ),
  ok(
    'a star under StringEquals',
    anyone({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }),
    {
      why: 'StringEquals knows no wildcards: nobody.',
    },
  ),

  ok(
    'a Deny for who is not of the organization',
    policy(everybody(), deny('*', 'sts:AssumeRole', { StringNotEquals: { 'aws:PrincipalOrgID': ORG } })),
    { why: 'A negated operator holds where the key is missing, so that strangers are denied.' },
  ),
  ok(
    'a Deny for who is not the role',
    policy(everybody(), deny('*', '*', { ArnNotEquals: { 'aws:PrincipalArn': role(OWN) } })),
  ),
  ok('a Deny of everybody', policy(everybody(), deny('*', 'sts:*'))),
  bad(
    'a Deny for members of another organization',
    PUBLIC,
    policy(everybody(), deny('*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-zyxwvutsrq' } })),
  ),
  bad(
    'a Deny that needs two conditions',
    PUBLIC,
    policy(
      everybody(),
      deny('*', '*', {
        ArnNotEquals: { 'aws:PrincipalArn': role(OWN) },
        StringNotEquals: { 'sts:ExternalId': 'abc' },
      }),
    ),
  ),
  ok(
    'a Deny with NotPrincipal',
    policy(aws(root(OWN)), { Effect: 'Deny', NotPrincipal: { AWS: [role(OWN), root(OWN)] }, Action: '*' }),
  ),
  bad(
    'an Allow with NotPrincipal',
    'trust-not-principal',
    policy({
      Effect: 'Allow',
      NotPrincipal: { AWS: role(STRANGE) },
      Action: 'sts:AssumeRole',
    }),
  ),
  bad(
    'an Allow with NotPrincipal of the account',
    'trust-not-principal',
    policy({
      Effect: 'Allow',
      NotPrincipal: { AWS: root(OWN) },
      Action: 'sts:AssumeRole',
    }),
  ),

  ok(
    'everybody in a list, narrowed to an organization',
    policy(aws([OWN, '*'], { StringEquals: { 'aws:PrincipalOrgID': ORG } })),
  ),
  ok(
    'ForAnyValue on the organization',
    anyone({ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgID': ORG } }),
  ),
  ok(
    "everybody narrowed to a role's sessions by its id",
    anyone({
      StringLike: { 'aws:userid': 'AROAEXAMPLE0123456789:*' },
    }),
    { why: KEYS },
  ),
  ok(
    'roles of the account by StringLike',
    anyone({
      StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` },
    }),
  ),
  bad(
    'one digit of the account left open',
    PUBLIC,
    anyone({
      StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN.slice(0, 11)}?:role/deploy` },
    }),
  ),
  bad(
    'a role name at the end of any text',
    PUBLIC,
    anyone({ StringLike: { 'aws:PrincipalArn': '*:role/deploy' } }),
  ),
  bad(
    "the account's id anywhere in the ARN",
    PUBLIC,
    anyone({
      StringLike: { 'aws:PrincipalArn': `*${OWN}*` },
    }),
    { why: 'A role of another account may have these digits in its name.' },
  ),
  bad('any organization', PUBLIC, anyone({ Null: { 'aws:PrincipalOrgID': 'false' } })),
  bad(
    'a second factor, which everybody can have',
    PUBLIC,
    anyone({
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    }),
  ),
  ok(
    'a role of another account, its account denied',
    policy(aws([role(OWN), role(STRANGE)]), deny({ AWS: root(STRANGE) }, '*')),
  ),
];
