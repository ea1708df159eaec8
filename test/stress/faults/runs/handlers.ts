import { FUNCTIONS, type FunctionName } from '../../../../infra/function-settings.ts';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import type { TestDynamoDb } from '../../../support/dynalite.ts';

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const QUEUES = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}`;
const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:podguard-test-drift`;
const context = {
  functionName: 'podguard-test',
  functionVersion: '1',
  memoryLimitInMB: '512',
  awsRequestId: 'r-1',
  invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:podguard-test`,
};

let imports = 0;
let before: Promise<unknown> = Promise.resolve();

/** The function as Lambda starts it, over a table: a module of its own each time, as it keeps clients and what it read. */
export function startHandler(name: FunctionName, { key }: TestDynamoDb, table: string): Promise<Handler> {
  const environment = {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: key,
    TABLE_NAME: table,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'rules.config',
    EVALUATE_QUEUE_URL: `${QUEUES}/evaluate`,
    DUE_QUEUE_URL: `${QUEUES}/due`,
    REJUDGE_QUEUE_URL: `${QUEUES}/rejudge`,
    CHANNEL_QUEUES: JSON.stringify({ sns: `${QUEUES}/sns.fifo` }),
    CANARY_ROLE_NAME: 'canary',
    CANARY_RULES: JSON.stringify({ [REGION]: `arn:aws:events:${REGION}:${ACCOUNT}:rule/canary` }),
    REPORT_BUCKET: 'reports',
    STATE_MACHINE_ARN: MACHINE,
    TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_DEV: 'true',
  };
  const { timeout: limit } = FUNCTIONS[name];
  const started = before.then(async () => {
    Object.assign(process.env, environment);
    imports += 1;
    const url = new URL(
      `../../../../packages/functions/src/handlers/${name}.ts?run=${imports}`,
      import.meta.url,
    );
    const { handler } = (await import(url.href)) as { readonly handler: Handler };
    return (event: unknown) => {
      const until = Date.now() + limit * 1000;
      return handler(event, { ...context, getRemainingTimeInMillis: () => until - Date.now() });
    };
  });
  // The environment is one for all.
  before = started.catch(() => {});
  return started;
}

export const queued = (...bodies: readonly unknown[]) => ({
  Records: bodies.map((body, at) => ({
    messageId: `m-${at}`,
    receiptHandle: `receipt-${at}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: `g-${at}` },
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:sns.fifo`,
  })),
});
