import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Logs {
  readonly files: readonly string[];
  readonly bytes: number;
  readonly compressed: number;
  readonly records: number;
  readonly relevant: number;
}

const FILE_BYTES = 16 * 1024 * 1024;
const ROLES = ['web', 'worker', 'batch', 'karpenter', 'ci', 'audit'];
const NOISE: readonly (readonly [
  source: string,
  name: string,
  parameters: (id: string, n: number) => unknown,
])[] = [
  [
    'ec2',
    'DescribeInstances',
    (_, n) => ({ instancesSet: { items: [{ instanceId: `i-0${hash(n, 16)}` }] }, filterSet: {} }),
  ],
  [
    'sts',
    'AssumeRole',
    (id, n) => ({ roleArn: role(n), roleSessionName: `s-${id.slice(0, 12)}`, durationSeconds: 3600 }),
  ],
  [
    'kms',
    'Decrypt',
    (_, n) => ({
      encryptionContext: { PARAMETER_ARN: `arn:aws:ssm:::p/${n % 40}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    }),
  ],
  [
    's3',
    'GetObject',
    (id, n) => ({ bucketName: `logs-${n % 9}`, Host: 's3.amazonaws.com', key: `a/b/${id}.gz` }),
  ],
  ['iam', 'ListRoles', () => ({ maxItems: 100 })],
  [
    'logs',
    'CreateLogStream',
    (id, n) => ({ logGroupName: `/aws/lambda/f${n % 30}`, logStreamName: `2026/01/02/[$LATEST]${id}` }),
  ],
  [
    'secretsmanager',
    'GetSecretValue',
    (_, n) => ({ secretId: `prod/db-${n % 25}`, versionStage: 'AWSCURRENT' }),
  ],
];

/** CloudTrail files of about this size in all: ids as random as real ones, so that they compress as real logs do; 1 % relevant. */
export function writeLogs(folder: string, megabytes: number): Logs {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  let [bytes, compressed, records, relevant] = [0, 0, 0, 0];
  while (bytes < megabytes * 1e6) {
    const lines: string[] = [];
    const size = Math.min(FILE_BYTES, megabytes * 1e6 - bytes);
    for (let length = 0; length < size; ) {
      const isRelevant = records++ % 100 === 50;
      if (isRelevant) relevant++;
      const line = JSON.stringify(record(records, isRelevant));
      lines.push(line);
      length += line.length + 1;
    }
    const text = `{"Records":[${lines.join()}]}`;
    const gzip = gzipSync(text);
    const path = join(folder, `${String(files.length).padStart(4, '0')}.json.gz`);
    writeFileSync(path, gzip);
    files.push(path);
    bytes += text.length;
    compressed += gzip.length;
  }
  return { files, bytes, compressed, records, relevant };
}

function record(n: number, isRelevant: boolean) {
  const id = hash(n, 32);
  const [source, eventName, parameters] = isRelevant
    ? (['iam', 'CreateRole', createRole] as const)
    : NOISE[n % NOISE.length]!;
  const name = ROLES[n % ROLES.length];
  const time = `2026-01-02T${new Date(n * 40).toISOString().slice(11, 19)}Z`;
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${name?.toUpperCase()}:i-0${hash(n % 50, 16)}`,
      arn: `arn:aws:sts::111122223333:assumed-role/${name}/i-0${hash(n % 50, 16)}`,
      accountId: '111122223333',
      accessKeyId: `ASIA${hash(n % 1000, 16).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLE${name}`,
          arn: role(n),
          accountId: '111122223333',
          userName: name,
        },
        attributes: { creationDate: time, mfaAuthenticated: 'false' },
        ec2RoleDelivery: '2.0',
      },
    },
    eventTime: time,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: `10.${n % 4}.${(n * 7) % 256}.${(n * 31) % 256}`,
    userAgent: `aws-sdk-go-v2/1.30.${n % 5} os/linux lang/go#1.22.${n % 7} md/GOOS#linux md/GOARCH#arm64 api/${source}#1.4`,
    requestParameters: parameters(id, n),
    responseElements: null,
    requestID: uuid(hash(n + 1e9, 32)),
    eventID: uuid(id),
    readOnly: !isRelevant,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${source}.amazonaws.com`,
    },
  };
}

function createRole(id: string) {
  const Principal = { Service: 'pods.eks.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'] }];
  return {
    roleName: `app-${id}`,
    assumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  };
}

const role = (n: number) => `arn:aws:iam::111122223333:role/${ROLES[n % ROLES.length]}`;
const hash = (n: number, length: number) =>
  createHash('md5').update(String(n)).digest('hex').slice(0, length);
const uuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
