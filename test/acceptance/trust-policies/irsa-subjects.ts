import { APP, AUD, account, forSts, ISSUER, policy, STS, SUB, tokens } from '../documents.ts';
import { bad, type LabelledPolicy, ok } from '../labelled-policy.ts';

const OPEN = 'irsa-subject-unrestricted';
const WIDE = 'irsa-subject-wildcard';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html';
const MULTI =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html';
const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const IRSA = 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html';

const subject = (value: unknown, operator = 'StringLike') => policy(forSts({ [operator]: { [SUB]: value } }));
const exact = { StringEquals: { [SUB]: APP, [AUD]: STS } };

/** Which service accounts a cluster's tokens may be of. */
export const irsaSubjects: readonly LabelledPolicy[] = [
  ok('one service account, as the IRSA page has it', policy(tokens(exact)), { why: IRSA }),
  ok('several service accounts by exact name', subject([APP, account('prod', 'worker')], 'StringEquals')),
  ok('StringLike without a wildcard', subject(APP)),
  ok('a prefix of names in one namespace', subject(account('prod', 'app-*')), { findings: [WIDE] }),
  ok('a single further letter in one namespace', subject(account('prod', 'app?'))),
  ok('a star where only one text can stand', subject('*:prod:app'), {
    why: 'Neither a namespace nor a name has a colon, so that only one subject ends in :prod:app.',
  }),
  ok(
    'wildcards of two operators that meet in one name',
    policy(
      forSts({
        StringLike: { [SUB]: account('*', 'app') },
        'ForAnyValue:StringLike': { [SUB]: account('prod', '*') },
      }),
    ),
    { why: `Operators are combined by AND, and the key has one value: ${MULTI}` },
  ),
  bad('no conditions', OPEN, policy(tokens())),
  bad('the audience only', OPEN, policy(tokens({ StringEquals: { [AUD]: STS } }))),
  bad('any subject', OPEN, subject('*')),
  bad('any service account', OPEN, subject(account('*', '*')), {
    why: 'Every subject of the cluster has this form.',
  }),
  bad('anything after the prefix that all have', OPEN, subject('system:serviceaccount:*')),
  bad('anything of system', OPEN, subject('system:*')),
  bad('any service account of one namespace', WIDE, subject(account('prod', '*'))),
  bad('one name in any namespace', WIDE, subject(account('*', 'app'))),
  bad('a prefix of namespaces', WIDE, subject(account('prod-*', 'app'))),
  bad('a namespace without the colon that ends it', WIDE, subject('system:serviceaccount:prod*')),
  bad('a part of the subject', WIDE, subject('*prod*')),
  bad('any service account of kube-system', WIDE, subject(account('kube-system', '*'))),
  bad('one wildcard among exact names', OPEN, subject([APP, account('prod', 'worker'), account('*', '*')])),
  bad('one namespace among exact names', WIDE, subject([APP, account('stage', '*')])),
  bad(
    'an exact statement and an open one',
    OPEN,
    policy(tokens(exact), tokens({ StringEquals: { [AUD]: STS } })),
  ),
  bad('an open statement before an exact one', OPEN, policy(tokens(), tokens(exact))),
  ok(
    'an exact statement and one that nothing matches',
    policy(tokens(exact), forSts({ StringEquals: { [SUB]: account('prod', '*') } })),
  ),

  ok('a star under StringEquals', subject(account('prod', '*'), 'StringEquals'), {
    findings: ['irsa-condition-never-matches'],
    why: `StringEquals knows no wildcards, and no subject has a star: ${OPERATORS}`,
  }),
  ok('a star under StringEquals beside an exact name', subject([APP, account('*', '*')], 'StringEquals')),
  ok('an escaped star', subject(account('prod', '${*}'))),
  ok('a subject without its prefix', subject('prod:app', 'StringEquals'), {
    findings: ['irsa-condition-never-matches'],
  }),
  ok('a group in place of a subject', subject('system:serviceaccounts:prod', 'StringEquals')),
  ok('capital letters, which no name has', subject(account('Prod', 'App'), 'StringEquals')),
  ok('capital letters where case does not matter', subject(account('Prod', 'App'), 'StringEqualsIgnoreCase')),
  bad('a wildcard under StringLike in capital letters of the operator', OPEN, subject('*', 'STRINGLIKE')),
  ok(
    'keys in other case',
    policy(tokens({ StringEquals: { [SUB.toUpperCase()]: APP, [`${ISSUER}:AUD`]: STS } })),
    { why: `Condition keys are not case-sensitive: ${KEYS}` },
  ),
  ok('operators in other case', policy(tokens({ stringequals: exact.StringEquals }))),
  ok('a suffix of names in one namespace', subject(account('prod', '*-app'))),
  ok('two prefixes in one namespace', subject([account('prod', 'a*'), account('prod', 'b*')])),
  bad('any name by ?*', WIDE, subject(account('prod', '?*'))),
  bad('any name by two stars', WIDE, subject(account('prod', '**'))),
  bad(
    'any name, a letter at a time',
    WIDE,
    subject([...'abcdefghijklmnopqrstuvwxyz0123456789'].map((first) => account('prod', `${first}*`))),
  ),
  bad('stars between letters', WIDE, subject('*a*a*a*a*a*a*a*')),
  bad(
    'a namespace less its default service account',
    WIDE,
    policy(
      forSts({
        StringLike: { [SUB]: account('prod', '*') },
        StringNotLike: { [SUB]: account('prod', 'default') },
      }),
    ),
  ),
  bad(
    "a namespace's default service account among others",
    'irsa-subject-default-service-account',
    subject([APP, account('prod', 'default')], 'StringEquals'),
  ),
  ok('an application in the namespace default', subject(account('default', 'app'), 'StringEquals')),
  ok("kube-system's karpenter", subject(account('kube-system', 'karpenter'), 'StringEquals')),
  ok("the EFS CSI driver's, as its page has it", subject(account('kube-system', 'efs-csi-*')), {
    why: 'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
  }),
  ok("the S3 CSI driver's, as its page has it", subject(account('kube-system', 's3-csi-*')), {
    why: 'https://docs.aws.amazon.com/eks/latest/userguide/s3-csi-create.html',
  }),
  ok(
    'two hundred exact names',
    subject(
      Array.from({ length: 200 }, (_, index) => account('prod', `app-${index}`)),
      'StringEquals',
    ),
  ),
  bad(
    'fifty statements, the last of them open',
    OPEN,
    policy(
      ...Array.from({ length: 49 }, (_, index) =>
        forSts({ StringEquals: { [SUB]: account('prod', `app-${index}`) } }),
      ),
      forSts({ StringLike: { [SUB]: account('*', '*') } }),
    ),
  ),
];
