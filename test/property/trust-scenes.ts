import { awsWay, podIdentityWay, samlWay, type Way, webIdentityWay } from '@podguard/policy';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const SUBJECTS = ['a:b', 'a:bc', 'ab:b', 'b:a', 'kube-system:default', 'a:b.c'].map(
  (name) => `system:serviceaccount:${name}`,
);
const CLUSTERS = [
  'arn:aws:eks:us-east-1:111122223333:cluster/a',
  'arn:aws:eks:eu-west-1:444455556666:cluster/ab',
];
const TAG = 'aws:RequestTag/';

export interface Scene {
  readonly way: Way;
  readonly principals: readonly unknown[];
  readonly actions: readonly string[];
  /** Keys a condition may be on, and texts it may compare with. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Values of the dimensions in requests; null is a missing key. */
  readonly dimensions: Readonly<Record<string, readonly (string | null)[]>>;
  /** What of a policy hangs on keys of which no request of the way tells. */
  readonly untold?: RegExp;
}

const END = '\u{10FFFF}';
const FREE = {
  'aws:SourceIp': ['10.0.0.1', '10.0.0.0/8'],
  'my:key': ['a', 'b'],
  'aws:CalledVia': ['a', 'b/*'],
};
const FREE_VALUES = {
  'aws:sourceip': [null, '10.0.0.1', '192.0.2.1'],
  'my:key': [null, 'a', 'b', 'true'],
  'aws:calledvia': [null, `a${END}`, `a${END}b/c${END}`, `c${END}`],
};

const tagged = Object.fromEntries(
  ['namespace', 'service-account', 'pod-name'].map((name) => [
    `aws:requesttag/kubernetes-${name}`,
    ['a', 'ab', 'b-a'],
  ]),
);

const SAML_PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;

export const SCENES: Readonly<Record<string, Scene>> = {
  'web identity': {
    way: webIdentityWay({ provider: PROVIDER, cluster: true }),
    principals: [
      '*',
      { Federated: PROVIDER },
      { Federated: [PROVIDER, 'x'] },
      { Federated: '*' },
      { AWS: '*' },
      { Federated: 'arn:aws:iam::1:oidc-provider/other' },
      { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/*` },
    ],
    actions: ['sts:AssumeRoleWithWebIdentity', 'sts:*', '*', 'sts:assumerole*', 'sts:AssumeRole'],
    keys: {
      [`${ISSUER}:sub`]: [
        ...SUBJECTS,
        'system:serviceaccount:a:*',
        'system:serviceaccount:*:b',
        '*:b',
        'system:serviceaccount:?:*',
        'SYSTEM:serviceaccount:A:b',
      ],
      [`${ISSUER.toUpperCase()}:SUB`]: [...SUBJECTS, '*'],
      [`${ISSUER}:aud`]: ['sts.amazonaws.com', 'STS.amazonaws.com', 'sts.*', 'other'],
      [`${ISSUER}:amr`]: ['a'],
      'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECTS,
      'aws:PrincipalOrgID': ['o-abc'],
      ...FREE,
    },
    dimensions: { sub: SUBJECTS, aud: ['sts.amazonaws.com', 'other', 'a', '7'], ...FREE_VALUES },
  },
  ...Object.fromEntries(
    [true, false].map((sessionTags) => [
      `pod identity ${sessionTags ? 'with' : 'without'} session tags`,
      {
        way: podIdentityWay({ action: 'sts:AssumeRole', sessionTags }),
        principals: [
          '*',
          { Service: 'pods.eks.amazonaws.com' },
          { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] },
          { Service: 'ec2.amazonaws.com' },
          { Service: '*' },
          { AWS: '*' },
        ],
        actions: ['sts:AssumeRole', 'sts:*', 'sts:TagSession', 'sts:?ssumeRole'],
        keys: {
          'aws:SourceAccount': [ACCOUNT, OTHER, '1111*'],
          'aws:SourceArn': [
            ...CLUSTERS,
            'arn:aws:eks:*:111122223333:cluster/*',
            'arn:aws:eks:us-east-1:*',
            'arn:*:cluster/a',
          ],
          [`${TAG}eks-cluster-arn`]: [...CLUSTERS, 'arn:aws:eks:*:*:cluster/a'],
          [`${TAG}eks-cluster-name`]: ['a', 'ab', 'a*'],
          [`${TAG}kubernetes-namespace`]: ['a', 'a*', 'b'],
          [`${TAG}kubernetes-service-account`]: ['a', '*b', 'ab'],
          [`${TAG}other`]: ['a'],
          'aws:TagKeys': ['kubernetes-namespace', 'eks-*', 'x'],
          'aws:SourceOrgId': ['o-abc'],
          'sts:ExternalId': ['a'],
          ...FREE,
        },
        dimensions: {
          cluster: CLUSTERS,
          ...(sessionTags ? { ...tagged, 'aws:requesttag/kubernetes-pod-uid': ['0a'] } : {}),
          'aws:sourceorgid': [null, 'o-abc'],
          'aws:sourceip': FREE_VALUES['aws:sourceip'],
          'aws:calledvia': FREE_VALUES['aws:calledvia'],
        },
        untold: /aws:SourceIp|aws:CalledVia/,
      },
    ]),
  ),
  SAML: {
    way: samlWay({ provider: SAML_PROVIDER }),
    principals: [
      '*',
      { Federated: SAML_PROVIDER },
      { Federated: '*' },
      { AWS: '*' },
      { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/other` },
      { AWS: ACCOUNT },
    ],
    actions: ['sts:AssumeRoleWithSAML', 'sts:*', '*', 'sts:AssumeRole'],
    keys: {
      'saml:aud': ['a', 'b*'],
      'SAML:iss': ['a', 'ab'],
      'aws:PrincipalOrgID': ['o-abc'],
      [`${ISSUER}:sub`]: SUBJECTS,
      ...FREE,
    },
    dimensions: { 'saml:aud': [null, 'a', 'bb'], 'saml:iss': ['a', 'ab'], ...FREE_VALUES },
  },
  'AWS principals': {
    way: awsWay({ action: 'sts:AssumeRole' }),
    principals: [
      '*',
      { AWS: '*' },
      { AWS: ACCOUNT },
      { AWS: [`arn:aws:iam::${OTHER}:root`, `arn:aws:iam::${ACCOUNT}:role/a`] },
      { AWS: `arn:aws:iam::${ACCOUNT}:user/a` },
      { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
      { AWS: [`arn:aws:sts::${ACCOUNT}:assumed-role/a/s`, `arn:aws:iam::${ACCOUNT}:role/a`, ACCOUNT] },
      { AWS: ['AROAEXAMPLE', `arn:aws:sts::${ACCOUNT}:federated-user/a`] },
      { Service: 'ec2.amazonaws.com' },
      { CanonicalUser: 'abc' },
    ],
    actions: ['sts:AssumeRole', 'sts:*', 'sts:TagSession'],
    keys: {
      'aws:PrincipalArn': [
        `arn:aws:iam::${ACCOUNT}:role/a`,
        `arn:aws:iam::${ACCOUNT}:role/*`,
        `arn:aws:iam::*:role/p/a`,
        'arn:aws:iam::*',
      ],
      'aws:PrincipalAccount': [ACCOUNT, OTHER, '4*'],
      'aws:PrincipalType': ['AssumedRole', 'User', 'Account'],
      'aws:username': ['a', 'b', '*'],
      'aws:PrincipalOrgID': ['o-abc', 'o-*'],
      'sts:ExternalId': ['a', 'b*'],
      'aws:SourceArn': CLUSTERS,
      ...FREE,
    },
    dimensions: {
      principal: [
        `arn:aws:iam::${ACCOUNT}:role/a`,
        `arn:aws:iam::${ACCOUNT}:role/p/a`,
        `arn:aws:iam::${OTHER}:role/a`,
        `arn:aws:iam::${ACCOUNT}:user/a`,
        `arn:aws:iam::${OTHER}:root`,
        `arn:aws:sts::${ACCOUNT}:federated-user/a`,
        `arn:aws:iam::${ACCOUNT}:root`,
      ],
      session: ['s', 't'],
      'aws:principalorgid': [null, 'o-abc', 'o-xyz'],
      'sts:externalid': [null, 'a', 'bb'],
      ...FREE_VALUES,
    },
  },
};
