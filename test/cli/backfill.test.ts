import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { JsonObject } from '@podguard/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { openFaultServer } from '../support/fault-server.ts';
import { type MiniStack, REGION, startMiniStack } from '../support/ministack/start.ts';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';

const NOW = new Date();
let directory: string;
let fake: AwsFake;
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-backfill-'));
  fake = await startAwsFake();
  for (const [name, value] of [
    ['AWS_ACCESS_KEY_ID', '111122223333'],
    ['AWS_SECRET_ACCESS_KEY', 'test'],
    ['AWS_CONFIG_FILE', '/dev/null'],
    ['AWS_REGION', undefined],
    ['AWS_DEFAULT_REGION', undefined],
  ] as const)
    vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.close();
  rmSync(directory, { recursive: true });
});

const eventTime = new Date(NOW.getTime() - 3_600_000).toISOString();
const happened = (over: JsonObject = {}) =>
  void fake.records.push({ ...record({ readOnly: false, eventTime }), ...over } as JsonObject);
const cli = (...args: readonly string[]) => runCli([...args, '--endpoint-url', fake.url], { directory });

describe('scan --lookup', () => {
  it('judges the history, and names its place', async () => {
    happened();
    const { status, stdout, stderr } = await cli('scan', '--lookup', '--region', 'us-east-1');
    expect(status).toBe(1);
    expect(findingsIn(stdout)).toMatchObject([
      { rule: 'static-key-for-other-user', source: { file: 'lookup:us-east-1', line: 2 } },
    ]);
    expect(stderr).toContain('1 records read, 1 relevant');
  });

  it('looks in every region that is watched', async () => {
    const config = path.join(directory, 'podguard.config.ts');
    writeFileSync(config, "export default { regions: ['eu-west-1'] };\n");
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    happened();
    happened({ awsRegion: 'eu-west-1', eventID: 'e-2' });
    happened({ awsRegion: 'ap-south-1', eventID: 'e-3' });
    const { stderr } = await cli('scan', '--lookup');
    expect(fake.calls).toHaveLength(3);
    expect(stderr).toContain('2 records read');
  });

  it('looks for reads that the configuration asks for', async () => {
    const config = path.join(directory, 'podguard.config.ts');
    writeFileSync(config, "export default { events: ['secret-reads'] };\n");
    happened({ eventName: 'GetSecretValue', eventSource: 'secretsmanager.amazonaws.com', readOnly: true });
    const { stderr } = await cli('scan', '--lookup', '--region', 'us-east-1');
    expect(stderr).toContain('1 records read');
    expect(fake.calls.length).toBeGreaterThan(2);
  });

  it('shows on a terminal how long it takes', async () => {
    const config = path.join(directory, 'podguard.config.ts');
    writeFileSync(config, "export default { events: ['secret-reads'] };\n");
    happened();
    let shown = '';
    const screen = new Writable({
      write(chunk, _encoding, done) {
        shown += String(chunk);
        done();
      },
    });
    const isTerminal = { isTTY: true, columns: 200, clearLine() {}, cursorTo() {}, moveCursor() {} };
    const args = ['scan', '--lookup', '--region', 'us-east-1', '--endpoint-url', fake.url];
    await runCli(args, { directory, stderr: Object.assign(screen, isTerminal) });
    expect(shown).toMatch(/0 MB, \d+ records\/s, \d+ s left/);
  });

  it('ends where it is interrupted while AWS does not answer, without a complaint', async () => {
    fake.fault('cloudtrail:LookupEvents', { kind: 'delay', ms: 3_000 });
    const args = ['scan', '--lookup', '--region', 'us-east-1', '--endpoint-url', fake.url];
    const { status, stderr } = await runCli(args, { directory, signal: AbortSignal.timeout(200) });
    expect(status).toBe(130);
    expect(stderr).toContain('0 records read');
    expect(stderr).not.toContain('could not be read');
  });

  it('says of a region that it may not look in, judges the others, and ends with 3', async () => {
    happened();
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    fake.fault('cloudtrail:LookupEvents', { kind: 'error', status: 400, code: 'AccessDeniedException' }, 1);
    const { status, stderr } = await cli('scan', '--lookup');
    expect(stderr).toMatch(/podguard: lookup:[a-z0-9-]+: access denied/);
    expect(status).toBeGreaterThan(1);
  });

  it('ends with 2 where no region answers', async () => {
    fake.fault('cloudtrail:LookupEvents', { kind: 'error', status: 400, code: 'AccessDeniedException' });
    expect((await cli('scan', '--lookup', '--region', 'us-east-1')).status).toBe(2);
  });

  it.for([
    [['scan', '--lookup', '--days', '91'], '--lookup has 90 days'],
    [['scan', 'x', '--days', '9'], '--days is for --lookup and for trails in S3'],
    [['scan', '--lookup', '--days', '0'], 'Days are a whole number'],
    [['scan', 's3://'], 's3://: write s3://BUCKET/FOLDER'],
    [['scan', 's3:///x'], 's3:///x: write s3://BUCKET/FOLDER'],
    [['scan', 's3://Bad_Name/x'], 's3://Bad_Name/x: no bucket is called Bad_Name: '],
    [
      ['scan', 's3://b/AWSLogs/'],
      's3://b/AWSLogs/: no bucket is called b: the name of one has 3 to 63 small letters, digits, dots and hyphens',
    ],
    [['replay', '--lookup'], 'say where to: --stage NAME, --queue URL, --url ADDRESS or --store DIRECTORY'],
    [['replay', '--redrive', 'evaluate', '--stage', 'dev', '--lookup'], '--redrive takes no files'],
    [['replay', '--lookup', '--store', 'dynamodb:podguard'], 'name a directory, or a deployed service'],
  ] as const)('%j is refused with a way out', async ([args, message]) => {
    const { status, stderr } = await cli(...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('replay --store', () => {
  const replay = (...args: readonly string[]) => cli('replay', '--lookup', '--region', 'us-east-1', ...args);
  const report = (store: string) => runCli(['report', '--store', store, '--format', 'ndjson'], { directory });

  it('fills a new store with the history, so that a report can say who it was', async () => {
    happened();
    const { status, stdout } = await replay('--store', 'state');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ records: 1, relevant: 1, sent: 1 });
    expect(findingsIn((await report('state')).stdout)).toMatchObject([
      {
        rule: 'static-key-for-other-user',
        cause: 'record',
        opened: { actor: 'arn:aws:iam::111122223333:user/admin' },
      },
    ]);
  });

  it('changes nothing the second time', async () => {
    happened();
    await replay('--store', 'state');
    const first = await report('state');
    await replay('--store', 'state');
    expect((await report('state')).stdout).toBe(first.stdout);
  });

  it('tells who did what a read had found before, and when', async () => {
    const twoHours = 7_200_000;
    let passed = 0;
    const account = await startAwsFake({ now: () => new Date(Date.now() - twoHours + passed) });
    const { iam } = changingClients(account.url, 'eu-central-1');
    await iam.send(new CreateUserCommand({ UserName: 'ci' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    passed = twoHours;
    const here = (...args: readonly string[]) =>
      runCli([...args, '--store', 'state', '--region', 'us-east-1', '--endpoint-url', account.url], {
        directory,
      });
    await here('drift', '--lookups', '0', '--quiet');
    const before = findingsIn((await report('state')).stdout).find(({ method }) => method === 'static-key');
    expect(before).toMatchObject({ cause: 'drift', opened: { actor: 'podguard' } });

    await here('replay', '--lookup', '--quiet');
    const after = findingsIn((await report('state')).stdout).find(({ method }) => method === 'static-key');
    await account.close();
    expect(after).toMatchObject({
      status: 'open',
      cause: 'record',
      opened: { actor: 'arn:aws:iam::111122223333:user/ada', eventName: 'CreateAccessKey' },
    });
  });

  it('reaches a service on this machine, too', async () => {
    happened();
    const service = await openFaultServer(() => ({ status: 200, body: '{}' }));
    const { status } = await replay('--url', service.url);
    await service.close();
    expect(status).toBe(0);
    expect(service.requests.map(({ path: to }) => to)).toEqual(['/events']);
    expect(service.requests[0]?.body).toContain('"eventName":"CreateAccessKey"');
  });

  it('makes no store where the address is none', async () => {
    await cli('replay', 's3://Bad_Name/x', '--store', 'state');
    expect(existsSync(path.join(directory, 'state'))).toBe(false);
  });

  it('makes no store in a dry run', async () => {
    happened();
    const { stdout } = await replay('--store', 'state', '--dry-run');
    expect(JSON.parse(stdout)).toMatchObject({ relevant: 1, sent: 0, dryRun: true });
    expect(existsSync(path.join(directory, 'state'))).toBe(false);
  });
});

describe('records in S3', () => {
  let stack: MiniStack;
  let s3: S3Client;
  beforeAll(async () => {
    stack = await startMiniStack();
    s3 = new S3Client({ ...stack.clientOptions(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
    const Key = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/a.json';
    const Body = JSON.stringify({ Records: [record()] });
    await s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body }));
  }, 120_000);
  afterAll(async () => {
    s3?.destroy();
    await stack?.stop();
  });
  const aws = () => ['--region', REGION, '--endpoint-url', stack.url];

  it('are judged as those of files', async () => {
    const { status, stdout } = await runCli(['scan', 's3://trail/AWSLogs/', ...aws()], { directory });
    expect(status).toBe(1);
    expect(findingsIn(stdout)[0]?.source).toEqual({
      file: 's3://trail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/a.json',
      line: 1,
    });
  });

  it('have their object as the place in SARIF', async () => {
    const args = ['scan', 's3://trail/AWSLogs/', ...aws(), '--format', 'sarif'];
    const { stdout } = await runCli(args, { directory });
    const uri = 's3://trail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/a.json';
    expect(stdout).toContain(`"uri": "${uri}"`);
  });

  it('are replayed into a store', async () => {
    const args = ['replay', 's3://trail/AWSLogs/', '--store', 'state', ...aws()];
    const { stdout } = await runCli(args, { directory });
    expect(JSON.parse(stdout)).toMatchObject({ relevant: 1, sent: 1 });
  });

  it('are asked for in no bucket that is not there', async () => {
    const { status, stderr } = await runCli(['scan', 's3://nowhere/', ...aws()], { directory });
    expect(stderr).toContain('s3://nowhere/: there is no such bucket');
    expect(status).toBe(2);
  });
});
