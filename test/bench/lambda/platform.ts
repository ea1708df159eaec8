import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from '../../../scripts/bundle.ts';
import { startDynamoDb, type TestDynamoDb } from '../../support/dynalite.ts';
import { writeBareHandler } from './bare-handler.ts';

/** What Lambda would be to a function: bundles, an environment, a table; all on this machine. */
export interface Platform {
  readonly folder: string;
  readonly table: string;
  readonly dynamoDb: TestDynamoDb;
  readonly environment: Readonly<Record<string, string>>;
  /** The bundles of `evaluate` and of the bare handler. */
  readonly evaluate: string;
  readonly bare: string;
  /** Calls of other services that were refused: there should be none. */
  otherCalls(): number;
  close(): Promise<void>;
}

const HANDLER = path.resolve(import.meta.dirname, '../../../packages/functions/src/handlers/evaluate.ts');
const REGION = 'eu-central-1';
const ACCOUNT = '111122223333';

/** Starts an embedded DynamoDB and bundles both handlers alike. */
export async function startPlatform(): Promise<Platform> {
  const folder = mkdtempSync(path.join(tmpdir(), 'podguard-bench-'));
  const dynamoDb = await startDynamoDb();
  const { table } = await dynamoDb.newStore();
  let others = 0;
  const server = createServer((_, response) => {
    others += 1;
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"__type":"AccessDenied"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [evaluate, bare] = [path.join(folder, 'evaluate'), path.join(folder, 'bare')];
  await bundle({ entry: HANDLER, out: evaluate });
  await bundle({ entry: writeBareHandler(folder), out: bare });
  return {
    folder,
    table,
    dynamoDb,
    environment: environmentOf(table, dynamoDb, url),
    evaluate: path.join(evaluate, 'bundle.mjs'),
    bare: path.join(bare, 'bundle.mjs'),
    otherCalls: () => others,
    async close() {
      server.close();
      server.closeAllConnections();
      await dynamoDb.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function environmentOf(table: string, { url, key }: TestDynamoDb, others: string) {
  const queue = (name: string) => `${others}/${ACCOUNT}/podguard-${name}`;
  return {
    PATH: '',
    NODE_ENV: 'production',
    // What Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: key,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'podguard-evaluate',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: '/var/task',
    _HANDLER: 'bundle.handler',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    // Where this machine's stand-ins are.
    AWS_ENDPOINT_URL: others,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    // What the deployment sets.
    TABLE_NAME: table,
    EVALUATE_QUEUE_URL: queue('evaluate'),
    DUE_QUEUE_URL: queue('due'),
    CHANNEL_QUEUES: JSON.stringify({ sns: `${queue('sns')}.fifo` }),
    REJUDGE_QUEUE_URL: queue('rejudge'),
    REPORT_BUCKET: 'podguard-reports',
    TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:podguard`,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'catalogue.configuration',
    CANARY_ROLE_NAME: 'podguard-canary',
    CANARY_RULES: JSON.stringify({ [REGION]: `arn:aws:events:${REGION}:${ACCOUNT}:rule/podguard-canary` }),
    POWERTOOLS_SERVICE_NAME: 'evaluate',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
  };
}
