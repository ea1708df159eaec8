import type { ServerResponse } from 'node:http';
import type { Exemption } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { keyCreated } from '../service/records.ts';
import { createTestService } from '../service/test-service.ts';
import { startAwsFront } from '../support/aws-front.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { runCli } from '../support/run-cli.ts';

const CALLER = 'arn:aws:sts::111122223333:assumed-role/security/alex';

let dynamoDb: TestDynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  vi.stubEnv('AWS_ACCESS_KEY_ID', dynamoDb.key);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', dynamoDb.key);
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamoDb.close();
});

/** The table of a service in which one access key is open, behind an address that answers for STS, too. */
async function table(sts: (response: ServerResponse) => void) {
  const { store, table: name } = await dynamoDb.newStore();
  await createTestService({ store }).post(JSON.stringify(keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE')));
  const front = await startAwsFront(dynamoDb, sts);
  onTestFinished(() => front.close());
  const where = ['--store', `dynamodb:${name}@us-east-1`, '--endpoint-url', front.url];
  const add = (...options: string[]) =>
    runCli([
      'exempt',
      'add',
      ...where,
      '--rule',
      'static-key-*',
      '--resource',
      '*',
      '--until',
      '7d',
      '--reason',
      'a test',
      ...options,
    ]);
  const list = async () =>
    (await runCli(['exempt', 'list', ...where])).stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Exemption & { readonly findings: number });
  return { where, add, list, operations: front.operations };
}

function asCaller(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${CALLER}</Arn><UserId>AROA:alex</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}

function asRefused(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/xml' });
  response.end(
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error><RequestId>1</RequestId></ErrorResponse>',
  );
}

describe('decisions about a deployed service', () => {
  it('are those of the caller, as AWS knows them', async () => {
    const { add, list, where } = await table(asCaller);
    expect(await add()).toMatchObject({ status: 0, stderr: '' });
    expect(await list()).toMatchObject([{ author: CALLER, origin: 'cli', findings: 1 }]);
    const { stdout } = await runCli(['acknowledge', 'pg-', ...where]);
    expect(stdout).toContain(`is acknowledged by ${CALLER}`);
  });

  it('ask for the author where AWS does not tell, and change nothing', async () => {
    const { add, list, operations } = await table(asRefused);
    const { status, stderr } = await add();
    expect(status).toBe(2);
    expect(stderr).toContain('AWS does not tell who you are (not you): say it with --author NAME');
    expect([...operations].filter((name) => /^(Put|Update|Delete|BatchWrite)/.test(name))).toEqual([]);
    expect(await add('--author', 'alex')).toMatchObject({ status: 0 });
    expect(await list()).toMatchObject([{ author: 'alex' }]);
  });
});
