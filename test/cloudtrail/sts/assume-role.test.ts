import { associationSlotKey } from '@podguard/core';
import { NODE_ROLE, node, oldNode, podIdentityPod, pods } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record, user } from '../records.ts';

const role = `arn:aws:iam::${ACCOUNT}:role/carts`;
const foreign = 'arn:aws:iam::444455556666:role/carts';
const cluster = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const used = (how: string, key = role) => [{ op: 'activity', key, use: how }] as const;
const byNode = `node-session ${NODE_ROLE}`;

const tags = [
  { key: 'eks-cluster-arn', value: cluster },
  { key: 'eks-cluster-name', value: 'prod' },
  { key: 'kubernetes-namespace', value: 'shop' },
  { key: 'kubernetes-service-account', value: 'carts' },
  { key: 'kubernetes-pod-name', value: 'carts-7d9f' },
  { key: 'kubernetes-pod-uid', value: '1f6b4b3c-9d1e-4a1b-8c3d-4e5f60718293' },
];
const request = { roleArn: `arn:aws:iam::${ACCOUNT}:role/team/carts`, roleSessionName: 'kiam-carts' };
const answer = {
  credentials: {
    accessKeyId: 'ASIACARTS0001EXAMPLE',
    sessionToken: 'IQoJ',
    expiration: 'Mar 12, 2026, 8:30:04 AM',
  },
  assumedRoleUser: {
    assumedRoleId: 'AROACARTS0001EXAMPLE:kiam-carts',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/carts/kiam-carts`,
  },
};

describeEvent('AssumeRole by a node', {
  record: { ...record('sts', 'AssumeRole', request, answer), userIdentity: node },
  gives: used(byNode),
  withoutRequest: used(byNode),
  omitted: used(byNode),
  cases: [
    {
      name: 'a session of the instance in an older record',
      but: { userIdentity: oldNode },
      gives: used(byNode),
    },
    {
      name: "another account's role",
      but: { requestParameters: { ...request, roleArn: foreign } },
      gives: used(byNode, foreign),
    },
    { name: 'its own role', but: { requestParameters: { ...request, roleArn: NODE_ROLE } }, gives: [] },
    {
      name: 'neither says which role',
      but: { requestParameters: null, responseElements: null },
      gives: names('AssumeRole', 'role'),
    },
    {
      name: 'a person',
      but: { userIdentity: user },
      gives: used('from 192.0.2.140', `${ACCOUNT}/AKIAANNEKE01EXAMPLE`),
    },
    { name: 'a pod', but: { userIdentity: podIdentityPod }, gives: [] },
    {
      name: 'EC2, for a node itself',
      but: { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } },
      gives: [],
    },
  ],
});

describeEvent('AssumeRole for a pod', {
  record: {
    ...record(
      'sts',
      'AssumeRole',
      {
        roleArn: role,
        roleSessionName: 'eks-prod-carts-7d9f-498124c2-1f6b-4b3c-9d1e-0a1b2c3d4e5f',
        durationSeconds: 21600,
        tags,
        transitiveTagKeys: tags.map(({ key }) => key),
      },
      answer,
    ),
    userIdentity: pods,
  },
  gives: [...used('pod-identity'), ...used('pod-identity', associationSlotKey(cluster, 'shop', 'carts'))],
  withoutRequest: used('pod-identity'),
  omitted: used('pod-identity'),
  cases: [
    {
      name: 'of an association without session tags',
      but: { requestParameters: { roleArn: role, roleSessionName: 'eks-prod-carts' } },
      gives: used('pod-identity'),
    },
  ],
});
