import { awsWay, type PolicyRequest, podIdentityWay, type Way, webIdentityWay } from '@podguard/policy';

export const OWN = '111122223333';
const OTHER = '444455556666';
export const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
export const PROVIDER = `arn:aws:iam::${OWN}:oidc-provider/${ISSUER}`;
export const SUBJECTS = ['a:b', 'a:bc', 'ab:b', 'b:a', 'kube-system:default', 'a:b.c'].map(
  (name) => `system:serviceaccount:${name}`,
);
const CLUSTERS = [
  'arn:aws:eks:us-east-1:111122223333:cluster/a',
  'arn:aws:eks:eu-west-1:444455556666:cluster/ab',
];
const TAG = 'aws:RequestTag/';
const END = '\u{10FFFF}';

/** One way into a role: what policies are made of, and what requests are. */
export interface Scene {
  readonly way: Way;
  readonly principals: readonly unknown[];
  readonly actions: readonly string[];
  /** Keys that a condition may be on, with texts that it may compare with. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Values of the dimensions in requests; null is a missing key. */
  readonly dimensions: Readonly<Record<string, readonly (string | null)[]>>;
}

export const FREE = {
  'aws:SourceIp': ['10.0.0.1', '10.0.0.0/8', '192.0.2.0/24'],
  'my:key': ['a', 'b', 'A', 'true', 'false', '7', '2026-01-01T00:00:00Z', 'YQ=='],
  'my:number': ['7', '8', '-1', '7.5'],
  'my:date': ['2026-01-01T00:00:00Z', '2027-06-01T12:00:00Z'],
  'aws:CalledVia': ['a', 'b/*', 'c'],
};
export const FREE_VALUES = {
  'aws:sourceip': [null, '10.0.0.1', '192.0.2.1'],
  'my:key': [null, 'a', 'b', 'true', 'YQ==', '*'],
  'my:number': [null, '7', '8'],
  'my:date': [null, '2026-01-01T00:00:00Z', '2026-08-01T00:00:00Z'],
  'aws:calledvia': [null, `a${END}`, `a${END}b/c${END}`, `c${END}`],
};

function webIdentity(): Scene {
  return {
    way: webIdentityWay({ provider: PROVIDER, cluster: true }),
    principals: [
      { Federated: PROVIDER },
      '*',
      { Federated: [PROVIDER, `${PROVIDER}X`] },
      { Federated: `arn:aws:iam::${OTHER}:oidc-provider/${ISSUER}` },
      { Federated: PROVIDER, AWS: OWN },
      { AWS: '*' },
      { Service: 'pods.eks.amazonaws.com' },
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
      [`${ISSUER}:aud`]: ['sts.amazonaws.com', 'STS.amazonaws.com', 'sts.*', 'other'],
      [`${ISSUER}:amr`]: ['a'],
      'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECTS,
      'aws:PrincipalOrgID': ['o-abcdefghij'],
      ...FREE,
    },
    dimensions: { sub: SUBJECTS, aud: ['sts.amazonaws.com', 'other', 'a', '7'], ...FREE_VALUES },
  };
}

function podIdentity(action: 'sts:AssumeRole' | 'sts:TagSession', sessionTags: boolean): Scene {
  const tags = ['namespace', 'service-account', 'pod-name'].map((name) => [
    `aws:requesttag/kubernetes-${name}`,
    ['a', 'ab', 'b-a'],
  ]);
  const uid = { 'aws:requesttag/kubernetes-pod-uid': ['0a'] };
  return {
    way: podIdentityWay({ action, sessionTags }),
    principals: [
      { Service: 'pods.eks.amazonaws.com' },
      '*',
      { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] },
      { Service: 'ec2.amazonaws.com' },
      { Service: 'pods.eks.amazonaws.com', AWS: OWN },
      { AWS: '*' },
    ],
    actions: [action, 'sts:*', 'sts:TagSession', 'sts:?ssumeRole', 'STS:ASSUMEROLE'],
    keys: {
      'aws:SourceAccount': [OWN, OTHER, '1111*'],
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
      'aws:SourceOrgId': ['o-abcdefghij'],
      'sts:ExternalId': ['a'],
      ...FREE,
    },
    dimensions: {
      cluster: CLUSTERS,
      ...(sessionTags ? { ...Object.fromEntries(tags), ...uid } : {}),
      'aws:sourceorgid': [null, 'o-abcdefghij'],
      // Keys of other services are in no call.
      'aws:sourceip': FREE_VALUES['aws:sourceip'],
      'aws:calledvia': FREE_VALUES['aws:calledvia'],
    },
  };
}

function awsPrincipals(): Scene {
  return {
    way: awsWay({ action: 'sts:AssumeRole' }),
    principals: [
      { AWS: OWN },
      '*',
      { AWS: '*' },
      { AWS: [`arn:aws:iam::${OTHER}:root`, `arn:aws:iam::${OWN}:role/a`] },
      { AWS: `arn:aws:iam::${OWN}:user/a` },
      { AWS: `arn:aws:iam::${OWN}:role/a` },
      { AWS: `arn:aws:sts::${OWN}:assumed-role/a/s` },
      { AWS: [`arn:aws:sts::${OWN}:assumed-role/a/s`, `arn:aws:iam::${OWN}:role/a`, OWN] },
      { AWS: `arn:aws:sts::${OWN}:federated-user/a` },
      { Service: 'ec2.amazonaws.com' },
    ],
    actions: ['sts:AssumeRole', 'sts:*', '*', 'sts:TagSession'],
    keys: {
      'aws:PrincipalArn': [
        `arn:aws:iam::${OWN}:role/a`,
        `arn:aws:iam::${OWN}:role/*`,
        'arn:aws:iam::*:role/p/a',
        'arn:aws:iam::*:*',
      ],
      'aws:PrincipalAccount': [OWN, OTHER, '4*'],
      'aws:PrincipalType': ['AssumedRole', 'User', 'Account'],
      'aws:PrincipalOrgID': ['o-abcdefghij', 'o-*'],
      'sts:ExternalId': ['a', 'b*'],
      'aws:SourceArn': CLUSTERS,
      ...FREE,
    },
    dimensions: {
      principal: [
        `arn:aws:iam::${OWN}:role/a`,
        `arn:aws:iam::${OWN}:role/p/a`,
        `arn:aws:iam::${OTHER}:role/a`,
        `arn:aws:iam::${OWN}:user/a`,
        `arn:aws:iam::${OTHER}:root`,
        `arn:aws:iam::${OWN}:root`,
        `arn:aws:sts::${OWN}:federated-user/a`,
      ],
      session: ['s', 't'],
      'aws:principalorgid': [null, 'o-abcdefghij', 'o-zyxwvutsrq'],
      'sts:externalid': [null, 'a', 'bb'],
      ...FREE_VALUES,
    },
  };
}

export const SCENES = {
  'web identity': webIdentity(),
  'EKS Pod Identity with session tags': podIdentity('sts:AssumeRole', true),
  'EKS Pod Identity without session tags': podIdentity('sts:AssumeRole', false),
  'EKS Pod Identity, tagging': podIdentity('sts:TagSession', true),
  'AWS principals': awsPrincipals(),
} as const satisfies Readonly<Record<string, Scene>>;

export type Point = Readonly<Record<string, string | null>>;

export function toRequest(scene: Scene, point: Point): PolicyRequest {
  return scene.way.toRequest(new Map(Object.entries(point)));
}
