import { S3Client } from '@aws-sdk/client-s3';
import { createStartExecution } from '@podguard/functions/handlers/compose-executions';
import { createReports } from '@podguard/functions/handlers/compose-reports';
import { createS3Results } from '@podguard/functions/handlers/compose-results';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';

const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:podguard-test-drift';

let server: FaultServer;
beforeEach(async () => {
  server = await openFaultServer(() => 'reset');
  const environment = {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const failed = (message: string) => ({
  code: 'service-unreachable',
  retryable: true,
  message: expect.stringContaining(message),
});

describe('what is not answered is named', () => {
  it('when a run is to be started', async () => {
    const start = createStartExecution(MACHINE);
    await expect(start('first', { run: 'first', by: 'start' })).rejects.toMatchObject(
      failed(`states:StartExecution of ${MACHINE}: `),
    );
  });

  it('when a step of a run keeps or reads what it found', async () => {
    const s3 = new S3Client({ endpoint: server.url, forcePathStyle: true, maxAttempts: 1 });
    const results = createS3Results(s3, 'reports', 'arn:aws:states:eu-central-1:1:execution:drift:e1');
    await expect(results.put('r1', 'plan', {})).rejects.toMatchObject(
      failed('s3:PutObject of s3://reports/drift/r1/e1/plan.json: '),
    );
    await expect(results.get('r1', 'plan')).rejects.toMatchObject(
      failed('s3:GetObject of s3://reports/drift/r1/e1/plan.json: '),
    );
    await expect(Array.fromAsync(results.list('r1', 'shard-'))).rejects.toMatchObject(
      failed('s3:ListBucket of s3://reports/drift/r1/e1/shard-: '),
    );
    s3.destroy();
  });

  it('when a report is to be kept', async () => {
    const s3 = new S3Client({ endpoint: server.url, forcePathStyle: true, maxAttempts: 1 });
    await expect(createReports(s3, 'reports').keep('a.html', '<p>', 'text/html')).rejects.toMatchObject(
      failed('s3:PutObject of s3://reports/a.html: '),
    );
    s3.destroy();
  });
});
