import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';

/** What SNS delivers to a queue. */
export interface Heard {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

export interface Subscriber {
  /** What came since the last time, in order. */
  heard(): Promise<readonly Heard[]>;
}

export async function subscribe({ sns, sqs }: Clients, topic: string): Promise<Subscriber> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'somebody' }));
  const [, , , region, account] = topic.split(':');
  await sns.send(
    new SubscribeCommand({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${region}:${account}:somebody`,
    }),
  );
  return {
    heard: async () => (await drain(sqs, QueueUrl as string)).map((body) => JSON.parse(body) as Heard),
  };
}

/** Takes everything out of a queue, in order. */
export async function drain(sqs: Clients['sqs'], QueueUrl: string): Promise<readonly string[]> {
  const all: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return all;
    for (const { Body, ReceiptHandle } of Messages) {
      all.push(Body as string);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
