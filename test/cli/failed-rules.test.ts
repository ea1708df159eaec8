import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configFiles } from '../support/config-files.ts';
import { ruleText } from '../support/custom-rule.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';
import { driftAccount } from './drift-account.ts';

const { directory, file, config, scan, remove } = configFiles();
afterAll(remove);

const OF_RULE = ['--rule', 'acme-every-key'];
const using = (evaluate: string, but = {}) => config(`[${ruleText({ evaluate, ...but })}]`);
const THROWS = "() => { throw new Error('no luck') }";

describe('scan', () => {
  it.for([
    ['throws', '(key) => key.stat.keyId', "Cannot read properties of undefined (reading 'keyId')"],
    ['returns no verdict', '() => true', 'what it gave is no verdict: it has no known status'],
    [
      'is asynchronous',
      "async () => ({ status: 'pass' })",
      'what it gave is no verdict: it is a promise; rules are synchronous',
    ],
  ] as const)('where a rule %s it is named, and lets nothing pass', async ([, evaluate, reason]) => {
    const { status, stderr } = await scan(using(evaluate), ...OF_RULE, '--quiet');
    expect(stderr).toBe(`podguard: rule acme-every-key failed on 1 resource: ${reason}\n`);
    expect(status).toBe(3);
  });

  it('where something is not known nothing failed', async () => {
    const unknown = using("() => ({ status: 'indeterminate', missing: ['x'], failed: 'it says so' })");
    const { status, stderr } = await scan(unknown, ...OF_RULE);
    expect(stderr).not.toContain('failed');
    expect(stderr).toContain('1 undecided');
    expect(status).toBe(0);
  });

  it('where another rule is asked for, one that failed does not count', async () => {
    const { status, stderr } = await scan(using(THROWS), '--rule', 'static-key-for-other-user', '--quiet');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('tells a rule once, however many resources and reasons there are', async () => {
    const made = (accessKeyId: string) => ({ accessKeyId, status: 'Active', userName: 'ci' });
    const keys = ['A', 'B', 'C'].map((letter) =>
      record({ eventID: letter, responseElements: { accessKey: made(`AKIAIOSFODNN7EXAMPL${letter}`) } }),
    );
    const log = file('keys.json', JSON.stringify({ Records: keys }));
    const failing = using('(key) => { throw new Error(`not ${key.key.at(-1)}\\nagain`) }');
    const { status, stderr } = await runCli(['scan', log, '--config', failing, ...OF_RULE, '--quiet'], {
      directory,
    });
    expect(stderr).toMatch(
      /^podguard: rule acme-every-key failed on 3 resources: not .\\u000aagain; and for 2 other reasons\n$/,
    );
    expect(status).toBe(3);
  });
});

describe('check', () => {
  it('tells a rule once, not each document, and ends with 3', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    for (const name of ['a', 'b']) file(`policies/${name}.json`, trust);
    const failing = using(THROWS, { resource: "'iam-role'" });
    const args = ['check', path.join(directory, 'policies'), '--kind', 'trust-policy', '--config', failing];
    const { status, stderr } = await runCli([...args, ...OF_RULE, '--quiet'], { directory });
    expect(stderr).toBe('podguard: rule acme-every-key failed on 2 resources: no luck\n');
    expect(status).toBe(3);
  });
});

describe('report', () => {
  it('of a store tells which rules failed when it was judged, and ends with 3', async () => {
    const failing = using(THROWS);
    const store = path.join(directory, 'store');
    const log = file('key.json', JSON.stringify({ Records: [record()] }));
    const replayed = await runCli(['replay', log, '--store', store, '--config', failing], { directory });
    expect(replayed.status).toBe(0);
    const report = (...args: readonly string[]) =>
      runCli(['report', '--store', store, '--config', failing, '--quiet', ...args], { directory });
    expect(await report()).toMatchObject({
      stderr: 'podguard: rule acme-every-key failed on 1 resource: no luck\n',
      status: 3,
    });
    expect(await report('--rule', 'static-key-for-other-user')).toMatchObject({ stderr: '', status: 1 });
  });
});

describe('drift', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });
  afterEach(() => vi.unstubAllEnvs());

  it('tells which rules failed on what it read, and ends with 3', async () => {
    const account = await driftAccount();
    const failing = using(THROWS, { resource: "'pod-identity-association'" });
    const drift = (...args: readonly string[]) =>
      account.drift(['--config', failing, '--fail-on', 'never', '--quiet', ...args]);
    expect(await drift()).toMatchObject({
      stderr: 'podguard: rule acme-every-key failed on 2 resources: no luck\n',
      status: 3,
    });
    expect(await drift('--rule', 'trust-public-principal')).toMatchObject({ stderr: '', status: 0 });
  });
});
