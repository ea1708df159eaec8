import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const STORE = 'dynamodb:podguard@eu-central-1';
/** What no machine's own configuration can change. */
const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const podguard = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env: { ...ENVIRONMENT, ...env } });

describe('commands that ask AWS', () => {
  it.for([
    ['report'],
    ['explain', 'pg-1'],
    ['exempt', 'list'],
    ['exempt', 'add', 'pg-1', '--until', '1d', '--reason', 'x', '--author', 'x'],
    ['exempt', 'remove', 'ex-1', '--author', 'x'],
    ['acknowledge', 'pg-1', '--author', 'x'],
    ['start', '--read-only', '--port', '0'],
  ])('%s says where credentials come from where there are none', (args) => {
    const { status, stderr } = podguard([...args, '--store', STORE]);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^podguard: table podguard: CredentialsProviderError: .*\n {2}there are no credentials: name a profile with --profile/,
    );
  });

  it.for([
    ['lookup:eu-central-1', '--lookup'],
    ['s3://trail/AWSLogs', 's3://trail/AWSLogs'],
  ] as const)('say it of %s in the same words', ([place, asked]) => {
    const { status, stderr } = podguard(['scan', asked, '--region', 'eu-central-1']);
    expect(status).toBe(2);
    expect(stderr).toContain(`podguard: ${place}: there are no credentials: name a profile with --profile`);
    expect(stderr).not.toContain('does not take');
  });

  it('say that a region is missing', () => {
    const { status, stderr } = podguard(['report', '--store', 'dynamodb:podguard']);
    expect(status).toBe(2);
    expect(stderr).toContain('Region is missing\n  name one: --region, or dynamodb:TABLE@REGION\n');
  });

  it.for([
    ['UnrecognizedClientException', 'AWS does not take these credentials: sign in again'],
    ['ExpiredTokenException', 'AWS does not take these credentials: sign in again'],
    ['AccessDeniedException', 'ask for that permission, or name another profile'],
    ['ResourceNotFoundException', 'it does not exist here: check its name and region'],
  ] as const)('say what to do about %s', async ([name, advice]) => {
    const server = createServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message: 'no' }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
    onTestFinished(() => {
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    });
    const { status, stderr } = await runCli(['report', '--store', STORE, '--endpoint-url', endpoint]);
    expect(status).toBe(2);
    expect(stderr).toContain(advice);
  });

  it('refuse an endpoint that is no address, and two regions', async () => {
    expect((await runCli(['report', '--store', STORE, '--endpoint-url', 'x'])).stderr).toContain(
      'is invalid',
    );
    const { status, stderr } = await runCli(['report', '--store', STORE, '--region', 'eu-west-1']);
    expect(status).toBe(2);
    expect(stderr).toContain('names another region than --region eu-west-1');
  });
});

describe('who decides about a deployed service', () => {
  it('is asked for where AWS does not tell', () => {
    const { status, stderr } = podguard(
      [
        'exempt',
        'add',
        '--rule',
        'imds-v1-allowed',
        '--until',
        '1d',
        '--reason',
        'x',
        '--store',
        STORE,
        '--endpoint-url',
        'http://127.0.0.1:9',
      ],
      { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_MAX_ATTEMPTS: '1' },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('ECONNREFUSED');
  });
});
