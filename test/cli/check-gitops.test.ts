import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const ROLES = `apiVersion: iam.aws.upbound.io/v1beta1
kind: Role
metadata: {name: bad}
spec:
  forProvider:
    assumeRolePolicy: |
      {
        "Version": "2012-10-17",
        "Statement": [{
          "Effect": "Allow",
          "Principal": {"AWS": "*"},
          "Action": "sts:AssumeRole"
        }]
      }
---
apiVersion: iam.services.k8s.aws/v1alpha1
kind: Role
metadata: {name: bad-ack}
spec:
  name: bad-ack
  assumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
`;
const POD_ROLE = `apiVersion: iam.services.k8s.aws/v1alpha1
kind: Role
metadata: {name: app}
spec:
  name: app
  assumeRolePolicyDocument: '{"Statement":{"Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}}'
  inlinePolicies:
    all: |
      {"Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/b"},
        {"Effect": "Allow", "Action": "*", "Resource": "*"}
      ]}
`;
const ASSOCIATION = `apiVersion: eks.services.k8s.aws/v1alpha1
kind: PodIdentityAssociation
metadata: {name: a}
spec:
  clusterName: prod
  namespace: web
  serviceAccount: default
  roleARN: arn:aws:iam::111122223333:role/app
`;
const CLUSTER_ROLE = `apiVersion: iam.services.k8s.aws/v1alpha1
kind: Role
metadata: {name: app}
spec:
  name: app
  assumeRolePolicyDocument: '{"Statement":{"Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:eks:us-east-1:111122223333:cluster/prod","aws:RequestTag/eks-cluster-name":"prod"}}}}'
`;
const BUCKET = 'apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata: {name: a}\n';
const POLICY = 'apiVersion: iam.services.k8s.aws/v1alpha1\nkind: Policy\nmetadata: {name: a}\n';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-gitops-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const check = async (text: string, ...options: readonly string[]) => {
  writeFileSync(path.join(directory, 'iam.yaml'), text);
  const result = await runCli(['check', path.join(directory, 'iam.yaml'), ...options], { directory });
  const lines = result.stdout.split('\n').filter(Boolean);
  return { ...result, findings: lines.map((line) => JSON.parse(line) as Finding) };
};
const placesOf = (findings: readonly Finding[]) =>
  findings.map(({ resource, source }) => [resource.key, source?.line]);

test('roles are judged as those of the AWS CLI, with the line of what decided', async () => {
  const { status, findings } = await check(ROLES, '--rule', 'trust-public-principal');
  expect(status).toBe(1);
  expect(placesOf(findings)).toEqual([
    ['iam.yaml#Role/bad', 11],
    ['iam.yaml#Role/bad-ack', 21],
  ]);
});

test('their rights are judged where pods get them, as those of --account', async () => {
  const account = ['--account', '111122223333'];
  const { findings } = await check(POD_ROLE, '--rule', 'pod-role-privileged', ...account);
  expect(placesOf(findings)).toEqual([['arn:aws:iam::111122223333:role/app', 11]]);
});

test('explain shows the statement', async () => {
  const { stdout, findings } = await check(ROLES, '--rule', 'trust-public-principal');
  writeFileSync(path.join(directory, 'findings.ndjson'), stdout);
  const explained = await runCli(['explain', findings[0]?.id ?? '', '--store', 'findings.ndjson'], {
    directory,
  });
  expect(explained.stdout).toMatch(/> +"AWS": "\*"/);
});

test('associations are judged, and with the role that they give', async () => {
  const { findings } = await check(`${POD_ROLE}---\n${ASSOCIATION}`, '--account', '111122223333');
  const found = findings.filter(({ resource }) => resource.kind === 'pod-identity-association');
  expect(found.map(({ rule, source }) => [rule, source?.line])).toEqual([
    ['pod-identity-default-service-account', 20],
    ['pod-identity-privileged-role', 21],
  ]);
});

test.each([
  ['us-east-1', 'clusterName: prod', 0],
  ['eu-west-1', 'clusterName: prod', 1],
  ['', 'clusterName: prod', 3],
  ['us-east-1', 'clusterRef: {from: {name: prod}}', 3],
])('an association is refused only where its cluster is known: %s, %s', async (region, cluster, status) => {
  const association = ASSOCIATION.replace('clusterName: prod', cluster).replace(
    '{name: a}',
    `{name: a, annotations: {services.k8s.aws/region: "${region}"}}`,
  );
  const asked = ['--rule', 'pod-identity-role-not-trusting', '--account', '111122223333'];
  expect((await check(`${CLUSTER_ROLE}---\n${association}`, ...asked)).status).toBe(status);
});

test('what holds IAM and is not read is a fault, and another object of AWS is none', async () => {
  expect((await check(BUCKET)).status).toBe(0);
  expect((await check(POLICY)).status).toBe(2);
  const { status, stderr } = await check(`${BUCKET}---\n${POLICY}`);
  expect(status).toBe(3);
  expect(stderr).toContain(
    'iam.yaml:5: holds objects of ACK or Crossplane with IAM (Policy/a), which are not read',
  );
  expect(stderr).toContain('podguard drift');
});
