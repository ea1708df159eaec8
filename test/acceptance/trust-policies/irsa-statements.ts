import {
  APP,
  AUD,
  account,
  allow,
  deny,
  forSts,
  ISSUER,
  OTHER_AUD,
  OTHER_ISSUER,
  OTHER_SUB,
  OWN,
  policy,
  provider,
  role,
  STRANGE,
  STS,
  SUB,
  tokens,
} from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const OPEN = 'irsa-subject-unrestricted';
const WIDE = 'irsa-subject-wildcard';
const WEB = 'sts:AssumeRoleWithWebIdentity';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html';
const MULTI =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html';
const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';

const subject = (value: unknown, operator = 'StringLike') => policy(forSts({ [operator]: { [SUB]: value } }));
const exact = { StringEquals: { [SUB]: APP, [AUD]: STS } };
const anySubject = forSts({ StringLike: { [SUB]: account('*', '*') } });

/** Whose keys conditions are on, what a Deny takes away, and which providers are named. */
export const irsaStatements: readonly LabelledPolicy[] = [
  bad(
    'the subject under another issuer',
    'irsa-issuer-mismatch',
    policy(tokens({ StringEquals: { [OTHER_SUB]: APP, [AUD]: STS } })),
  ),
  bad(
    'subject and audience under another issuer',
    'irsa-issuer-mismatch',
    policy(tokens({ StringEquals: { [OTHER_SUB]: APP, [OTHER_AUD]: STS } })),
  ),
  bad(
    "a negation on another issuer's key",
    OPEN,
    policy(forSts({ StringNotEquals: { [OTHER_SUB]: account('prod', 'evil') } })),
    { why: `A negated operator holds where the key is missing: ${OPERATORS}` },
  ),
  bad(
    "IfExists on another issuer's key",
    OPEN,
    policy(forSts({ StringEqualsIfExists: { [OTHER_SUB]: APP } })),
  ),
  bad(
    "ForAllValues on another issuer's key",
    OPEN,
    policy(forSts({ 'ForAllValues:StringEquals': { [OTHER_SUB]: APP } })),
    { why: `ForAllValues holds where the key is missing: ${MULTI}` },
  ),
  bad(
    "ForAnyValue on another issuer's key",
    'irsa-issuer-mismatch',
    policy(forSts({ 'ForAnyValue:StringEquals': { [OTHER_SUB]: APP } })),
  ),
  bad("Null true on another issuer's key", OPEN, policy(forSts({ Null: { [OTHER_SUB]: 'true' } }))),
  bad(
    "Null false on another issuer's key",
    'irsa-issuer-mismatch',
    policy(forSts({ Null: { [OTHER_SUB]: 'false' } })),
  ),
  ok(
    'IfExists on the own key',
    policy(tokens({ StringEqualsIfExists: { [SUB]: APP }, StringEquals: { [AUD]: STS } })),
    { why: `Every token has a subject: ${KEYS}` },
  ),
  ok('ForAllValues on the own key', subject(APP, 'ForAllValues:StringEquals')),
  ok('ForAnyValue on the own key', subject(APP, 'ForAnyValue:StringEquals')),
  bad(
    'ForAllValues with a wildcard on the own key',
    WIDE,
    subject(account('prod', '*'), 'ForAllValues:StringLike'),
  ),
  bad('IfExists with a wildcard on the own key', OPEN, subject('*', 'StringLikeIfExists')),
  bad('Null false on the own key', OPEN, policy(forSts({ Null: { [SUB]: 'false' } }))),
  ok('Null true on the own key', policy(forSts({ Null: { [SUB]: 'true' } })), {
    findings: ['irsa-condition-never-matches'],
  }),
  ok(
    'Null false beside an exact name',
    policy(forSts({ StringEquals: { [SUB]: APP }, Null: { [SUB]: 'false' } })),
    { findings: ['irsa-condition-vacuous'] },
  ),
  bad('everybody but one', WIDE, subject(APP, 'StringNotEquals')),
  bad('every namespace but one', WIDE, subject(account('kube-system', '*'), 'StringNotLike')),
  bad(
    'a namespace less one name',
    WIDE,
    policy(
      forSts({
        StringLike: { [SUB]: account('prod', '*') },
        StringNotEquals: { [SUB]: account('prod', 'evil') },
      }),
    ),
  ),
  ok('a claim that no token of a cluster has', policy(forSts({ StringEquals: { [`${ISSUER}:amr`]: 'x' } }))),
  bad(
    "the session's name only, which the caller chooses",
    OPEN,
    policy(forSts({ StringEquals: { 'sts:RoleSessionName': 'app' } })),
    { why: KEYS },
  ),
  bad('an address range only', OPEN, policy(forSts({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))),
  bad(
    'the provider only, which the principal says already',
    OPEN,
    policy(forSts({ StringEquals: { 'aws:FederatedProvider': provider() } })),
  ),
  ok(
    'an exact name until a date',
    policy(
      forSts({ StringEquals: { [SUB]: APP }, DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }),
    ),
  ),

  ok(
    'any subject, cut down by a Deny',
    policy(anySubject, deny('*', WEB, { StringNotEquals: { [SUB]: APP } })),
  ),
  ok(
    'no conditions, cut down by two Denies',
    policy(
      tokens(),
      deny('*', WEB, { StringNotEquals: { [SUB]: APP } }),
      deny('*', WEB, { StringNotEquals: { [AUD]: STS } }),
    ),
  ),
  bad(
    'any subject, cut down to a namespace by a Deny',
    WIDE,
    policy(anySubject, deny('*', WEB, { StringNotLike: { [SUB]: account('prod', '*') } })),
  ),
  bad('a Deny of one name', WIDE, policy(anySubject, deny('*', WEB, { StringEquals: { [SUB]: APP } }))),
  bad(
    'a Deny that needs two conditions',
    [OPEN, WIDE],
    policy(tokens(), deny('*', WEB, { StringNotEquals: { [SUB]: APP, [AUD]: STS } })),
    {
      why: `Keys of one condition are combined by AND: who has the audience gets past the Deny. ${OPERATORS}`,
    },
  ),
  bad(
    'a Deny that needs another audience too',
    [OPEN, WIDE],
    policy(
      anySubject,
      deny('*', WEB, {
        StringNotEquals: { [SUB]: APP },
        StringEquals: { [AUD]: 'somebody-else' },
      }),
    ),
  ),
  bad(
    'a Deny of another action',
    OPEN,
    policy(anySubject, deny('*', 'sts:AssumeRole', { StringNotEquals: { [SUB]: APP } })),
  ),
  bad(
    'a Deny for another provider',
    OPEN,
    policy(anySubject, deny({ Federated: provider(OTHER_ISSUER) }, WEB, { StringNotEquals: { [SUB]: APP } })),
  ),
  ok(
    'an exact name, and a Deny of all but one principal, which a token has not',
    policy(tokens(exact), deny('*', '*', { StringNotEquals: { 'aws:PrincipalArn': role(OWN) } })),
    {
      findings: ['irsa-condition-never-matches'],
      why: `A negated operator holds where the key is missing: ${OPERATORS}`,
    },
  ),
  ok(
    'an exact name, and a Deny of all but one principal where there is one',
    policy(tokens(exact), deny('*', '*', { StringNotEqualsIfExists: { 'aws:PrincipalArn': role(OWN) } })),
    {
      findings: ['irsa-condition-never-matches'],
      why: `IfExists holds where the key is missing, too: ${OPERATORS}`,
    },
  ),
  ok(
    'an exact name, and a Deny of all other principals that have an ARN',
    policy(
      tokens(exact),
      deny('*', '*', {
        StringNotEquals: { 'aws:PrincipalArn': role(OWN) },
        Null: { 'aws:PrincipalArn': 'false' },
      }),
    ),
  ),
  ok(
    'a Deny of everything but tags',
    policy(anySubject, { Effect: 'Deny', Principal: '*', NotAction: 'sts:TagSession' }),
  ),

  ok('a list of one provider', policy(tokens(exact, [provider()]))),
  ok('two providers, the condition for one', policy(tokens(exact, [provider(), provider(OTHER_ISSUER)])), {
    why: 'Tokens of the second lack the key, so that it gets nothing.',
  }),
  bad(
    'two providers, the condition holding for one only',
    OPEN,
    policy(
      tokens({ StringEqualsIfExists: { [SUB]: APP, [AUD]: STS } }, [provider(), provider(OTHER_ISSUER)]),
    ),
  ),
  bad(
    'two providers and a negation',
    [OPEN, WIDE],
    policy(tokens({ StringNotEquals: { [SUB]: APP } }, [provider(), provider(OTHER_ISSUER)])),
  ),
  ok(
    'two clusters, a statement each',
    policy(
      tokens(exact),
      tokens({ StringEquals: { [OTHER_SUB]: APP, [OTHER_AUD]: STS } }, provider(OTHER_ISSUER)),
    ),
  ),
  bad(
    'two clusters, one of them open',
    OPEN,
    policy(tokens(exact), tokens({ StringEquals: { [OTHER_AUD]: STS } }, provider(OTHER_ISSUER))),
  ),
  bad('any provider', 'irsa-provider-wildcard', policy(tokens(undefined, '*'))),
  bad(
    'any provider, all but one subject of one issuer',
    'irsa-provider-wildcard',
    policy(tokens({ StringNotEquals: { [SUB]: APP } }, '*')),
  ),
  bad(
    'the provider of another account',
    'irsa-provider-foreign-account',
    policy(tokens(exact, provider(ISSUER, STRANGE))),
  ),
  bad('all actions, no conditions', OPEN, policy(allow({ Federated: provider() }, '*'))),
  bad(
    'all actions of STS, any subject',
    OPEN,
    policy(allow({ Federated: provider() }, 'sts:*', { StringEquals: { [AUD]: STS } })),
  ),
  bad(
    'all actions but one, any subject',
    OPEN,
    policy({
      Effect: 'Allow',
      Principal: { Federated: provider() },
      NotAction: 'sts:AssumeRole',
      Condition: { StringEquals: { [AUD]: STS } },
    }),
  ),
  ok('all actions of STS, one subject', policy(allow({ Federated: provider() }, 'sts:*', exact))),
  ok('an action that no token is used for', policy(allow({ Federated: provider() }, 'sts:AssumeRole'))),
  bad(
    "a namespace's default service account",
    'irsa-subject-default-service-account',
    policy(tokens({ StringEquals: { [SUB]: account('prod', 'default'), [AUD]: STS } })),
  ),
  bad(
    'an unknown service account of kube-system',
    'irsa-subject-default-service-account',
    policy(tokens({ StringEquals: { [SUB]: account('kube-system', 'my-app'), [AUD]: STS } })),
  ),
  ok("kube-system's aws-node", subject(account('kube-system', 'aws-node'), 'StringEquals'), {
    why: 'https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html',
  }),
  ok(
    "kube-system's aws-load-balancer-controller",
    subject(account('kube-system', 'aws-load-balancer-controller'), 'StringEquals'),
    {
      why: 'https://docs.aws.amazon.com/eks/latest/userguide/lbc-manifest.html',
    },
  ),
  ok(
    "kube-system's ebs-csi-controller-sa",
    subject(account('kube-system', 'ebs-csi-controller-sa'), 'StringEquals'),
    {
      why: 'https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html',
    },
  ),
  ok('a statement that is no list', { Version: '2012-10-17', Statement: tokens(exact) }),
  ok(
    'single values as lists',
    policy(allow({ Federated: [provider()] }, [WEB], { StringEquals: { [SUB]: [APP], [AUD]: [STS] } })),
  ),
  ok('version 2008', { Version: '2008-10-17', Statement: [tokens(exact)] }),
  ok('no version', { Statement: [tokens(exact)] }),
  bad('version 2008, open', OPEN, { Version: '2008-10-17', Statement: [tokens()] }),
  ok('version 2008, where a variable is text', {
    Version: '2008-10-17',
    Statement: [forSts({ StringLike: { [SUB]: account('prod', '${aws:userid}') } })],
  }),
  ok('a Deny by IfExists', policy(anySubject, deny('*', WEB, { StringNotEqualsIfExists: { [SUB]: APP } }))),
  ok(
    'a Deny by ForAllValues',
    policy(anySubject, deny('*', WEB, { 'ForAllValues:StringNotEquals': { [SUB]: APP } })),
  ),
  ok(
    'a Deny for the provider',
    policy(anySubject, deny({ Federated: provider() }, WEB, { StringNotEquals: { [SUB]: APP } })),
  ),
  ok('allowed and denied', policy(tokens(exact), deny('*', WEB, { StringEquals: { [SUB]: APP } }))),
  bad(
    'a Deny for tokens without a subject, of which there are none',
    OPEN,
    policy(anySubject, deny('*', WEB, { Null: { [SUB]: 'true' } })),
  ),
  bad(
    'any subject under a key in other case',
    OPEN,
    policy(forSts({ StringLike: { [SUB.toUpperCase()]: '*' } })),
  ),
  bad('no conditions in a block of conditions', OPEN, policy(tokens({}))),
  ok('an exact name and the empty text', subject([APP, ''])),
];
