import {
  boxOfTexts,
  exactly,
  findWitness,
  type PodIdentityAnswer,
  type PodIdentityScope,
} from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { askPods, pods } from './support.ts';

const CLUSTER = 'arn:aws:eks:us-west-2:111122223333:cluster/prod';
const TAG = 'aws:RequestTag/';
const DOCUMENTED = {
  StringEquals: {
    [`${TAG}kubernetes-namespace`]: 'prod',
    [`${TAG}kubernetes-service-account`]: 'app',
    'aws:SourceAccount': '111122223333',
  },
  ArnEquals: { 'aws:SourceArn': CLUSTER },
};
type Scoped = readonly (keyof PodIdentityScope)[];
const scoped = ({ scope }: PodIdentityAnswer): Scoped =>
  (Object.keys(scope) as Scoped).filter((name) => scope[name] === 'yes');
const deny = (condition: object): object => pods(condition, { Effect: 'Deny' });

describe('scope', () => {
  test.for<{ name: string; statements: readonly object[]; expected: Scoped }>([
    {
      name: 'the policy of the EKS guide without conditions',
      statements: [pods({})],
      expected: ['unscoped'],
    },
    {
      name: 'the documented conditions',
      statements: [pods(DOCUMENTED)],
      expected: ['account', 'cluster', 'namespace', 'serviceAccount'],
    },
    {
      name: 'the account',
      statements: [pods({ StringEquals: { 'aws:SourceAccount': '111122223333' } })],
      expected: ['account'],
    },
    {
      name: 'any cluster of an account',
      statements: [pods({ ArnLike: { 'aws:SourceArn': 'arn:aws:eks:*:111122223333:cluster/*' } })],
      expected: ['account'],
    },
    {
      name: 'the cluster by its tag',
      statements: [pods({ StringEquals: { [`${TAG}eks-cluster-name`]: 'prod' } })],
      expected: ['cluster'],
    },
    {
      name: 'the cluster by the tag of its ARN',
      statements: [pods({ StringEquals: { [`${TAG}eks-cluster-arn`]: CLUSTER } })],
      expected: ['account', 'cluster'],
    },
    {
      name: 'the organisation',
      statements: [pods({ StringEquals: { 'aws:SourceOrgId': 'o-abc' } })],
      expected: ['organization'],
    },
    {
      name: 'the organisation if it is there',
      statements: [pods({ StringEqualsIfExists: { 'aws:SourceOrgId': 'o-abc' } })],
      expected: ['unscoped'],
    },
    {
      name: 'a namespace prefix',
      statements: [pods({ StringLike: { [`${TAG}kubernetes-namespace`]: 'team-*' } })],
      expected: ['namespace'],
    },
    {
      name: 'a star',
      statements: [pods({ StringLike: { [`${TAG}kubernetes-namespace`]: '*' } })],
      expected: ['unscoped'],
    },
    {
      name: 'the pod',
      statements: [pods({ StringLike: { [`${TAG}kubernetes-pod-name`]: 'app-*' } })],
      expected: ['pod'],
    },
    {
      name: 'a namespace by a Deny',
      statements: [pods({}), deny({ StringNotEquals: { [`${TAG}kubernetes-namespace`]: 'prod' } })],
      expected: ['namespace'],
    },
    {
      name: 'one namespace left out',
      statements: [pods({}), deny({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'prod' } })],
      expected: ['unscoped'],
    },
    { name: 'one of two statements open', statements: [pods(DOCUMENTED), pods({})], expected: ['unscoped'] },
    {
      name: 'each statement scoped otherwise',
      statements: [
        pods({ StringEquals: { 'aws:SourceAccount': '1'.repeat(12) } }),
        pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'x' } }),
      ],
      expected: [],
    },
  ])('$name', ({ statements, expected }) => {
    const answer = askPods(...statements);
    expect(scoped(answer)).toEqual(expected);
    expect(answer).toMatchObject({ admitsTagged: 'yes', lacksTagSession: 'no' });
  });

  test('a condition on a tag lets no untagged session in, one with IfExists does', () => {
    const condition = { [`${TAG}kubernetes-namespace`]: 'prod' };
    expect(askPods(pods({ StringEquals: condition }))).toMatchObject({
      admitsTagged: 'yes',
      admitsUntagged: 'no',
    });
    expect(askPods(pods({ StringEqualsIfExists: condition }))).toMatchObject({
      admitsUntagged: 'yes',
      untaggedScope: { namespace: 'no', unscoped: 'yes' },
    });
  });

  test('the cluster of the tags is the cluster of the source', () => {
    const answer = askPods(
      pods({ StringEquals: { [`${TAG}eks-cluster-name`]: 'dev' }, ArnEquals: { 'aws:SourceArn': CLUSTER } }),
    );
    expect(answer.admitsTagged).toBe('no');
  });
});

describe('keys', () => {
  const admitted = (condition: object) => askPods(pods(condition)).admitsTagged;

  test.for([
    'aws:PrincipalTag/kubernetes-namespace',
    'aws:RequestTag/team',
    'aws:PrincipalArn',
    'aws:PrincipalType',
    'aws:username',
    'aws:FederatedProvider',
    'aws:SourceIdentity',
    'ec2:SourceInstanceARN',
    'saml:sub',
  ])('%s is in no call', (key) => {
    expect(admitted({ StringLike: { [key]: '*' } })).toBe('no');
    expect(admitted({ StringNotLike: { [key]: '*' } })).toBe('yes');
  });

  test.for(['aws:SourceVpc', 'aws:ResourceTag/team', 'aws:RequestedRegion', 'aws:SourceIp', 'sts:Unheard'])(
    '%s is not known',
    (key) => {
      expect(admitted({ StringEquals: { [key]: 'x' } })).toBe('unknown');
      expect(admitted({ StringNotEquals: { [key]: 'x' } })).toBe('unknown');
      expect(askPods(pods({}), deny({ StringEquals: { [key]: 'x' } })).admitsTagged).toBe('unknown');
    },
  );

  test('TLS, the service and the name of the session are in each', () => {
    const each = { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'true' };
    expect(admitted({ Bool: each, Null: { 'sts:RoleSessionName': 'false' } })).toBe('yes');
    expect(admitted({ Bool: { 'aws:SecureTransport': 'false' } })).toBe('no');
  });
});

describe('actions', () => {
  test.for([
    ['sts:AssumeRole', 'yes', 'no', 'yes'],
    ['sts:TagSession', 'no', 'no', 'no'],
    [['sts:AssumeRole', 'sts:TagSession'], 'no', 'yes', 'yes'],
    ['sts:*', 'no', 'yes', 'yes'],
  ] as const)('%j', ([Action, lacksTagSession, admitsTagged, admitsUntagged]) => {
    expect(askPods(pods({}, { Action }))).toMatchObject({ lacksTagSession, admitsTagged, admitsUntagged });
  });

  test('the two actions in statements that no pod satisfies both', () => {
    const assume = pods(
      { StringEquals: { [`${TAG}kubernetes-namespace`]: 'a' } },
      { Action: 'sts:AssumeRole' },
    );
    const tag = pods({ StringEquals: { [`${TAG}kubernetes-namespace`]: 'b' } }, { Action: 'sts:TagSession' });
    expect(askPods(assume, tag)).toMatchObject({ lacksTagSession: 'yes', admitsTagged: 'no' });
  });

  test('another service', () => {
    expect(askPods(pods({}, { Principal: { Service: 'ec2.amazonaws.com' } }))).toMatchObject({
      admitsTagged: 'no',
      admitsUntagged: 'no',
      lacksTagSession: 'no',
      statements: [],
    });
  });
});

describe('witness', () => {
  test('is a pod with the tags of one', () => {
    const { assume } = askPods(pods({ StringEquals: { 'aws:SourceAccount': '444455556666' } }));
    expect(
      findWitness(assume, [
        boxOfTexts({ 'aws:requesttag/kubernetes-namespace': { present: exactly('prod') } }),
      ]),
    ).toMatchObject({
      kind: 'found',
      request: {
        principal: { name: 'pods.eks.amazonaws.com' },
        context: {
          'aws:SourceArn': ['arn:aws:eks:us-east-1:444455556666:cluster/unrelated-cluster'],
          'aws:SourceAccount': ['444455556666'],
          'aws:RequestTag/eks-cluster-name': ['unrelated-cluster'],
          'aws:requesttag/kubernetes-namespace': ['unrelated-namespace'],
          'aws:requesttag/kubernetes-service-account': ['unrelated-app'],
        },
      },
    });
  });
});
