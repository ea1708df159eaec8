import { ReceiveMessageCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ofType, textOf } from '../../support/synthesize.ts';
import type { Deployment } from './deployment.ts';

/** Messages that no function can read, one for each way of being so. */
export const poisons = [
  { queue: 'evaluate', body: 'no JSON' },
  { queue: 'evaluate', body: '{"podguard":"something else"}' },
  { queue: 'due', body: '{"podguard":"due"}' },
  { queue: 'sns.fifo', body: '{"podguard":"transitions","transitions":[]}' },
  { queue: 'rejudge', body: '{"podguard":"rejudge-all"}' },
] as const;

/** A call that the rules let in, of which nothing can be made. */
export const unreadableCall = {
  Source: 'aws.iam',
  DetailType: 'AWS API Call via CloudTrail',
  EventBusName: 'default-us-east-1',
  Detail: '{"eventSource":"iam.amazonaws.com","eventName":"CreateRole","eventTime":"yesterday"}',
};

/** Messages that failed come again at once: the queues' own minutes are for what may succeed later. */
export async function tryAtOnce({ clients, synthesis, queueUrl }: Deployment): Promise<void> {
  for (const { inputs } of ofType(synthesis, 'Queue').filter(
    ({ inputs }) => inputs.redrivePolicy !== undefined,
  ))
    await clients.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl(shortName(String(inputs.name))),
        Attributes: { VisibilityTimeout: '1' },
      }),
    );
}

/** Sends them and waits until their queues have given them up. */
export async function putAside(service: Deployment): Promise<void> {
  for (const [index, { queue, body }] of poisons.entries()) {
    const fifo = queue.endsWith('.fifo')
      ? { MessageGroupId: 'poison', MessageDeduplicationId: String(index) }
      : {};
    await service.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: service.queueUrl(queue), MessageBody: body, ...fifo }),
    );
  }
  await service.put([unreadableCall]);
  await service.settle();
}

/** What is in the dead-letter queues, with the name of the queue that it came to; it stays there. */
export async function inPutAside({ clients, synthesis, queueUrl }: Deployment): Promise<readonly string[]> {
  const found: string[] = [];
  const ends = ofType(synthesis, 'Queue').filter(
    ({ inputs, region }) => inputs.redrivePolicy === undefined && region === synthesis.home,
  );
  for (const queue of ends) {
    const name = shortName(textOf(queue, 'name'));
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl(name), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    found.push(...Messages.map(({ Body = '' }) => `${name.replace('-dlq', '')}: ${detailOf(Body)}`));
  }
  return found;
}

/** What was put on a bus, of an event; else the body as it is. */
function detailOf(body: string): string {
  if (!body.includes('"detail-type"')) return body;
  return JSON.stringify((JSON.parse(body) as { readonly detail: unknown }).detail);
}

function shortName(name: string): string {
  return name.replace(/^podguard-[a-z]+-/, '');
}
