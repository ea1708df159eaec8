import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import {
  associate,
  createAgent,
  deleteAgent,
  deleteCluster,
  PROD,
  roleArn,
} from '../../support/eks-calls.ts';
import { changesOf, endsOf, type FlowCall, itemAfter } from '../../support/flow.ts';
import { createHarness } from '../../support/harness.ts';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => associate(index * 10, `a-${index}`));

test('a role that no record made is found to be shared', async () => {
  const role = await itemAfter(many(12), roleArn('app'));
  expect(endsOf(role, 'pod-identity-shared-role')).toEqual(['low open']);
  expect(role.lives.map(({ rule }) => rule)).toEqual(['pod-identity-shared-role']);
});

test('a role of another account is not taken for known', () => {
  const [second, name, request, response] = associate(0, 'a-1');
  const foreign = { ...request, roleArn: 'arn:aws:iam::444455556666:role/app' };
  const kinds = changesOf([[second, name, foreign, response as never]]).map(({ kind }) => kind);
  expect(kinds).toEqual(['pod-identity-association', 'eks-cluster']);
});

test('the role of an association that is changed in something else may be gone', () => {
  const update: FlowCall = [
    0,
    'UpdatePodIdentityAssociation',
    { name: 'prod', associationId: 'a-1', disableSessionTags: true },
    associate(0, 'a-1')[3],
  ] as FlowCall;
  expect(changesOf([update]).map(({ kind }) => kind)).toEqual(['pod-identity-association', 'eks-cluster']);
});

test('a cluster that no record made is found to have associations on Fargate', async () => {
  const profile: FlowCall = [
    60,
    'CreateFargateProfile',
    { name: 'prod', fargateProfileName: 'all', selectors: [{ namespace: 'shop' }] },
  ];
  const cluster = await itemAfter([associate(0, 'a-1'), profile], PROD);
  expect(endsOf(cluster, 'pod-identity-fargate')).toEqual(['medium open']);
});

test('whether it lacks the agent is not known, for it may have Auto Mode', async () => {
  const cluster = await itemAfter([associate(0, 'a-1'), deleteAgent(60)], PROD);
  expect(endsOf(cluster, 'pod-identity-agent-missing')).toEqual(['? autoMode']);
});

test('what a cluster has does not bring it back', async () => {
  const calls = [associate(0, 'a-1'), deleteCluster(60), createAgent(60), associate(90, 'a-2')];
  expect(await itemAfter(calls, PROD)).toMatchObject({ present: false, goneAt: '2026-03-12T07:01:00Z' });
});

test('an association more teaches its cluster and its role nothing', async () => {
  const { engine, deliver } = createHarness(createMemoryStore());
  for (const change of changesOf([associate(0, 'a-1')])) await deliver(change);
  const outcomes = [];
  for (const change of changesOf([associate(60, 'a-2')])) outcomes.push(await engine.apply(change));
  expect(outcomes).toEqual(['written', 'duplicate', 'duplicate']);
  const calls = [associate(60, 'a-2'), associate(0, 'a-1'), createAgent(30)];
  expect((await itemAfter(calls, PROD)).log.map(({ cause }) => cause.eventId)).toEqual([
    'CreatePodIdentityAssociation-0',
  ]);
});
