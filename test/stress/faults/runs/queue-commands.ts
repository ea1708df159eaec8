import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import { record } from '../../../support/record.ts';
import type { Opened, Scenario } from '../scenario.ts';
import type { Services } from './services.ts';
import { opened, stage, toldOf } from './stage.ts';

/** What sends to queues, and moves between them. */
export const QUEUE_COMMANDS: readonly Scenario[] = [
  { name: 'podguard replay', subject: /queue /, open: openReplay },
  { name: 'podguard replay --redrive evaluate', subject: /queue /, open: openRedrive },
  { name: 'podguard replay --redrive sns', subject: /queue /, open: openMove },
];

const RECORDS = [1, 2].map((n) => record({ eventID: `e-${n}` }));
const address = ({ QueueName }: { QueueName: string }) => ({
  QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${QueueName}`,
});

function missingQueue(): never {
  throw Object.assign(new Error('there is none'), {
    name: 'QueueDoesNotExist',
    $metadata: { httpStatusCode: 400 },
  });
}

const sentIds = ({ sent }: Services) => sent.map(({ queue, body }) => `${queue} ${/e-\d/.exec(body)?.[0]}`);

async function openReplay(): Promise<Opened> {
  const at = await stage({ GetQueueUrlCommand: address });
  const file = path.join(at.directory, 'records.json');
  writeFileSync(file, JSON.stringify({ Records: RECORDS }));
  return opened(
    at.account.world,
    async () => {
      const result = await at.podguard('replay', file, '--stage', 'dev', '--quiet');
      return {
        claims: [...sentIds(at.services), ...(result.status === 0 ? ['all is sent'] : [])],
        told: toldOf(result),
      };
    },
    at.end,
  );
}

interface Entry {
  readonly ReceiptHandle: string;
}

async function openRedrive(): Promise<Opened> {
  // The third is no record: it stays, and is let go.
  const bodies = [
    ...RECORDS.map((detail) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail })),
    'nothing',
  ];
  const deleted = new Set<number>();
  let hidden: readonly number[] = [];
  const at = await stage({
    GetQueueUrlCommand: address,
    'SQSClient.GetQueueAttributesCommand': () => ({
      Attributes: { QueueArn: 'arn:q', ApproximateNumberOfMessages: String(bodies.length - deleted.size) },
    }),
    ReceiveMessageCommand() {
      const some = bodies.flatMap((Body, n) =>
        deleted.has(n) || hidden.includes(n)
          ? []
          : [{ MessageId: `m-${n}`, ReceiptHandle: String(n), Body, MD5OfBody: hash('md5', Body) }],
      );
      hidden = some.map(({ ReceiptHandle }) => Number(ReceiptHandle));
      return { Messages: some };
    },
    DeleteMessageBatchCommand({ Entries }: { Entries: readonly Entry[] }) {
      for (const { ReceiptHandle } of Entries) deleted.add(Number(ReceiptHandle));
      return { Successful: [], Failed: [] };
    },
  });
  return opened(
    at.account.world,
    async () => {
      hidden = [];
      const result = await at.podguard('replay', '--redrive', 'evaluate', '--stage', 'dev', '--quiet');
      const gone = [...deleted].map((n) => `deleted ${n}`);
      const lost = [...deleted].filter(
        (n) => !sentIds(at.services).some((one) => one.endsWith(`e-${n + 1}`)),
      );
      return {
        claims: [...sentIds(at.services), ...gone, ...lost.map((n) => `deleted and not sent ${n}`)],
        told: result.status === 0 ? '' : result.stderr,
      };
    },
    at.end,
  );
}

async function openMove(): Promise<Opened> {
  let started = 0;
  const at = await stage({
    GetQueueUrlCommand: (input: { QueueName: string }) =>
      input.QueueName.endsWith('-sns-dlq.fifo') ? address(input) : missingQueue(),
    'SQSClient.GetQueueAttributesCommand': () => ({
      Attributes: {
        QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:podguard-dev-sns-dlq.fifo`,
        ApproximateNumberOfMessages: '2',
      },
    }),
    StartMessageMoveTaskCommand() {
      started += 1;
      return { TaskHandle: 'task' };
    },
    ListMessageMoveTasksCommand: () => ({
      Results: [
        {
          Status: 'COMPLETED',
          StartedTimestamp: 1 + started,
          ApproximateNumberOfMessagesMoved: 2,
          ApproximateNumberOfMessagesToMove: 2,
        },
      ],
    }),
  });
  return opened(
    at.account.world,
    async () => {
      const result = await at.podguard('replay', '--redrive', 'sns', '--stage', 'dev', '--quiet');
      return {
        claims: result.status === 0 ? ['all is moved'] : [],
        told: result.status === 0 ? '' : result.stderr,
      };
    },
    at.end,
  );
}
