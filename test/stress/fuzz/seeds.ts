import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArchive } from '@podguard/archive';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { MANAGED_POLICIES } from '@podguard/policy';
import { trustPolicies } from '../../acceptance/trust-policies/index.ts';
import { GROUPS } from './judge.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Public records, where somebody has put them beside the project; they are read, and never kept. */
const REAL = join(ROOT, '../shared/real-events');

let known: Promise<readonly JsonObject[]> | undefined;

/** Records of the sample day, and public ones where there are any. */
export function recordSeeds(): Promise<readonly JsonObject[]> {
  known ??= readSeeds();
  return known;
}

/** Those of which the registry knows the event. */
export async function relevantSeeds(): Promise<readonly JsonObject[]> {
  const seeds = await recordSeeds();
  return seeds.filter((seed) => {
    const read = toRecord(seed);
    return read.kind === 'record' && toChanges(read.record, GROUPS).kind === 'changes';
  });
}

async function readSeeds(): Promise<readonly JsonObject[]> {
  const paths = [join(ROOT, 'samples/day'), ...(existsSync(REAL) ? [REAL] : [])];
  const found: JsonObject[] = [];
  for await (const batch of readArchive(paths))
    if (batch.kind === 'records') found.push(...batch.relevant.map(({ record }) => record.raw));
  return found.slice(0, 2000);
}

/** Trust policies that are labelled bad, with those that are labelled well. */
export function trustSeeds(): { readonly bad: readonly JsonObject[]; readonly all: readonly JsonObject[] } {
  const labelled = Object.values(trustPolicies).flat();
  const documents = (some: typeof labelled) => some.map(({ policy }) => policy as unknown as JsonObject);
  return { bad: documents(labelled.filter(({ label }) => label === 'bad')), all: documents(labelled) };
}

export function permissionSeeds(): readonly unknown[] {
  return [
    ...MANAGED_POLICIES.map(({ grants }) => ({
      Version: '2012-10-17',
      Statement: grants.map(({ effect = 'Allow', actions, resources = ['*'] }) => ({
        Effect: effect,
        Action: actions,
        Resource: resources,
      })),
    })),
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['iam:PassRole', 'iam:Attach*', 'sts:AssumeRole'], Resource: '*' },
        {
          Effect: 'Deny',
          NotAction: 's3:*',
          NotResource: 'arn:aws:s3:::a/${aws:username}/*',
          Condition: {
            StringLike: { 'aws:PrincipalTag/team': ['a*', 'b?'] },
            Null: { 'aws:SourceIp': 'true' },
          },
        },
      ],
    },
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:CreatePolicyVersion'],
          Resource: '*',
          Condition: {
            ArnEquals: { 'iam:PolicyARN': ['arn:aws:iam::111122223333:policy/p-1', 'p-0'] },
            StringEqualsIfExists: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/p-0' },
            DateLessThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' },
          },
        },
      ],
    },
    {
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] },
          DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
          NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] },
        },
      },
    },
  ];
}

/** Kubernetes objects, each as the text of a document. */
export function manifestSeeds(): readonly string[] {
  const folder = join(ROOT, 'test/fixtures/charts');
  const charts = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const documents = charts.flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/^---$/m));
  return [
    ...documents.filter((text) => text.trim().length > 0 && text.length < 6000),
    ...BAD_MANIFESTS.map((value) => JSON.stringify(value, null, 2)),
  ];
}

const AWS_KEY = {
  AWS_ACCESS_KEY_ID: 'AKIAQ7ZL2M4N6P3R5S7T',
  AWS_SECRET_ACCESS_KEY: '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',
};
const POD_TRUST = {
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  },
};
const named = (name: string, namespace = 'web') => ({ name, namespace });

/** Each has a finding by itself. */
export const BAD_MANIFESTS: readonly JsonObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: named('shop'),
    spec: {
      containers: [
        {
          name: 'app',
          image: 'shop:1',
          env: Object.entries(AWS_KEY).map(([name, value]) => ({ name, value })),
        },
      ],
    },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: named('aws'), type: 'Opaque', stringData: AWS_KEY },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named('aws'),
    data: {
      credentials: `[default]\naws_access_key_id = ${AWS_KEY.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_KEY.AWS_SECRET_ACCESS_KEY}\n`,
    },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named('aws-auth', 'kube-system'),
    data: {
      mapRoles:
        '- rolearn: arn:aws:iam::111122223333:role/app\n  username: admin\n  groups: [system:masters]\n',
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: named('shop'),
    spec: {
      template: {
        metadata: { annotations: { 'iam.amazonaws.com/role': 'app' } },
        spec: {
          hostNetwork: true,
          serviceAccountName: 'shop',
          containers: [{ name: 'app', image: 'shop:1', envFrom: [{ secretRef: { name: 'aws' } }] }],
        },
      },
    },
  },
  {
    apiVersion: 'iam.services.k8s.aws/v1alpha1',
    kind: 'Role',
    metadata: named('app'),
    spec: {
      name: 'app',
      assumeRolePolicyDocument: JSON.stringify(POD_TRUST),
      inlinePolicies: { all: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
      maxSessionDuration: 43_200,
    },
  },
  {
    apiVersion: 'iam.aws.upbound.io/v1beta1',
    kind: 'Role',
    metadata: { name: 'app', annotations: { 'crossplane.io/external-name': 'app' } },
    spec: {
      forProvider: {
        assumeRolePolicy: JSON.stringify(POD_TRUST),
        inlinePolicy: [
          { name: 'all', policy: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
        ],
        managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        tags: { team: 'shop' },
      },
    },
  },
  {
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'PodIdentityAssociation',
    metadata: named('app'),
    spec: {
      clusterName: 'prod',
      namespace: 'web',
      serviceAccount: 'default',
      roleARN: 'arn:aws:iam::111122223333:role/app',
      disableSessionTags: true,
    },
  },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'aws' },
    spec: {
      provider: {
        aws: {
          service: 'SecretsManager',
          region: 'eu-central-1',
          auth: {
            secretRef: {
              accessKeyIDSecretRef: { name: 'aws', key: 'id' },
              secretAccessKeySecretRef: { name: 'aws', key: 'secret' },
            },
          },
        },
      },
    },
  },
];

export const DOCKERFILES: readonly string[] = [
  'FROM node:24\nARG AWS_SECRET_ACCESS_KEY\nENV AWS_ACCESS_KEY_ID=AKIAQ7ZL2M4N6P3R5S7T\nENV AWS_SECRET_ACCESS_KEY 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\nCMD ["node"]\n',
  '# syntax=docker/dockerfile:1\n# escape=`\nARG BASE=alpine\nFROM ${BASE:-alpine} AS build\nRUN aws configure set aws_access_key_id AKIAQ7ZL2M4N6P3R5S7T && `\n  echo done\nFROM scratch\nCOPY --from=build /a /a\n',
  'FROM alpine\nRUN <<EOF\nexport AWS_ACCESS_KEY_ID=AKIAQ7ZL2M4N6P3R5S7T\nEOF\nCOPY <<"A" <<B /x\none\nA\ntwo\nB\nLABEL a="b \\\n c"\nENV A=1 B="2 3" C=\\\n 4\n',
];
