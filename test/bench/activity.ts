import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { configSchema, type OptInEvents } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { scan } from 'podguard';
import { type Bench, inTurn } from './bench.ts';

const ACCOUNT = '111122223333';
const FILE_BYTES = 16 * 1024 * 1024;
const SECONDS = 24 * 3600;

/** A day of AssumeRole, judged, against the same day with the events `activity` off. */
export const activity: Bench = {
  name: 'activity',
  async run({ megabytes, runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    try {
      const records = writeDay(folder, megabytes);
      const { floor, ours } = await inTurn(
        runs,
        () => judge(folder, [], records),
        () => judge(folder, ['activity'], records),
      );
      const thousands = records / 1000;
      return [
        {
          name: 'activity',
          unit: 'thousand records/s',
          value: thousands / ours,
          floor: thousands / floor,
          ratio: ours / floor,
          runs,
          notes: `${records} records; ${ours.toFixed(1)} s with the events on, ${floor.toFixed(1)} s with them off`,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function judge(folder: string, events: readonly OptInEvents[], records: number): Promise<void> {
  const result = await scan([folder], {
    catalogue,
    config: configSchema.parse({ events, nodeRoles: ['node'] }),
    stdin: Readable.from([]),
    signal: new AbortController().signal,
    at: new Date(),
    onProblem: (message) => {
      throw new Error(message);
    },
  });
  const expected = events.length === 0 ? 0 : records;
  const opened = result.findings.filter(({ rule }) => rule === 'legacy-node-session-assumes').length;
  if (result.records !== records || result.relevant !== expected || opened > 0 !== events.length > 0)
    throw new Error(`read ${result.records} records, ${result.relevant} relevant, ${opened} findings`);
}

function writeDay(folder: string, megabytes: number): number {
  const total = Math.max(1000, Math.round((megabytes * 1e6) / JSON.stringify(assumeRole(0, 1)).length));
  let lines: string[] = [];
  let [size, file] = [0, 0];
  const flush = () => {
    const name = `${String(file++).padStart(4, '0')}.json.gz`;
    writeFileSync(join(folder, name), gzipSync(`{"Records":[${lines.join()}]}`, { level: 1 }));
    [lines, size] = [[], 0];
  };
  for (let n = 0; n < total; n += 1) {
    const line = JSON.stringify(assumeRole(n, total));
    lines.push(line);
    size += line.length + 1;
    if (size >= FILE_BYTES) flush();
  }
  if (lines.length > 0) flush();
  return total;
}

/** Half for pods by Pod Identity, the others by nodes for theirs, by AWS services and by pipelines. */
function assumeRole(n: number, total: number) {
  const hex = createHash('md5').update(String(n)).digest('hex');
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const name = `app-${Number.parseInt(hex.slice(0, 4), 16) % 150}`;
  const caller = n % 2 === 0 ? 'pods' : (['node', 'service', 'pipeline'] as const)[n % 3];
  const time = new Date(Date.parse('2026-01-02T00:00:00Z') + Math.floor((n / total) * SECONDS) * 1000);
  const cluster = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
  const tags = {
    'eks-cluster-arn': cluster,
    'kubernetes-namespace': 'shop',
    'kubernetes-service-account': name,
  };
  return {
    eventVersion: '1.10',
    userIdentity:
      caller === 'pods' || caller === 'service'
        ? {
            type: 'AWSService',
            invokedBy: caller === 'pods' ? 'pods.eks.amazonaws.com' : 'ec2.amazonaws.com',
          }
        : session(caller ?? 'node', caller === 'node' ? `i-0${hex.slice(0, 16)}` : `run-${n}`),
    eventTime: time.toISOString().replace('.000', ''),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'eu-central-1',
    sourceIPAddress: caller === 'pods' ? 'pods.eks.amazonaws.com' : '192.0.2.17',
    userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.7 md/GOOS#linux md/GOARCH#arm64 api/sts#1.30.3',
    requestParameters: {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      roleSessionName: `eks-prod-${name}-${uuid}`,
      durationSeconds: 21600,
      ...(caller === 'pods' ? { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) } : {}),
    },
    responseElements: {
      credentials: { accessKeyId: `ASIA${hex.slice(0, 16).toUpperCase()}`, sessionToken: hex.repeat(16) },
      assumedRoleUser: {
        assumedRoleId: `AROA${hex.slice(16).toUpperCase()}:${name}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/eks-prod-${name}-${uuid}`,
      },
    },
    requestID: uuid,
    eventID: uuid,
    readOnly: true,
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${ACCOUNT}:role/${name}` }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  };
}

function session(role: string, name: string) {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE${role.toUpperCase()}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE000000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROAEXAMPLE${role.toUpperCase()}`,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-01-02T00:00:00Z', mfaAuthenticated: 'false' },
      ...(role === 'node' ? { ec2RoleDelivery: '2.0' } : {}),
    },
  };
}
