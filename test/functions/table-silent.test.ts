import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FUNCTIONS } from '../../infra/function-settings.ts';
import { toRecord } from '../../scripts/samples/call.ts';
import { createRole } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { envelope } from '../support/queue-world/envelopes.ts';

const LIMIT_MS = FUNCTIONS.evaluate.timeout * 1000;

let server: FaultServer;
const lines: string[] = [];
beforeEach(async () => {
  server = await openFaultServer(() => 'hang');
  const environment = {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: 'podguard-test',
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'rules.config',
    EVALUATE_QUEUE_URL: `${server.url}/1/evaluate`,
    CANARY_ROLE_NAME: 'canary',
    CANARY_RULES: '{}',
    POWERTOOLS_SERVICE_NAME: 'evaluate',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_DEV: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: unknown) => lines.push(String(line)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await server.close();
});

it('a table that does not answer is given up while there is time to say so: the message comes again', async () => {
  const { handler } = (await import('@podguard/functions/handlers/evaluate')) as unknown as {
    handler: (event: unknown, context: unknown) => Promise<unknown>;
  };
  const record = toRecord(
    createRole('06:00:00', maren, 'app', podIdentity(['sts:AssumeRole'])),
    createRandom(11),
  );
  const began = Date.now();
  const answer = handler(
    {
      Records: [
        {
          messageId: 'm-0',
          body: JSON.stringify(envelope(record)),
          attributes: { ApproximateReceiveCount: '1' },
          eventSource: 'aws:sqs',
        },
      ],
    },
    {
      functionName: 'podguard-test',
      functionVersion: '1',
      memoryLimitInMB: '512',
      awsRequestId: 'r-1',
      invokedFunctionArn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-test`,
      // As in Lambda: the function is ended when there is none left.
      getRemainingTimeInMillis: () => LIMIT_MS - (Date.now() - began),
    },
  );
  expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
  expect(lines.join('\n')).toContain('table podguard-test: TimeoutError');
}, 120_000);
