import { SQSClient } from '@aws-sdk/client-sqs';
import { type JsonObject, ServiceError } from '@podguard/core';
import { prefixOf } from '@podguard/deployment';
import { toMessageBody } from '@podguard/functions';
import { awsConfig } from '../aws-flags.ts';
import type { ReplayFlags, Sending } from '../commands/replay.ts';
import { regionOf } from '../doctor/aws-clients.ts';
import { postEvents } from './post-events.ts';
import { queueUrlOf, regionOfQueue } from './queue-of.ts';
import { sendBatches } from './send-batches.ts';

/** Sends events where the flags say: marked to a queue, as they are to a service on this machine. */
export async function openDestination(flags: ReplayFlags, sending: Sending): Promise<void> {
  if (flags.url !== undefined) return postEvents(addressOf(flags.url), sending.events, sending.onSent);
  const client = await sqsClient(flags, flags.queue === undefined ? undefined : regionOfQueue(flags.queue));
  try {
    const url = flags.queue ?? (await evaluateQueue(client, flags.stage ?? ''));
    await sendBatches(client, url, {
      messages: marked(sending.events),
      onSent: async (messages) => sending.onSent(messages.length),
      onRefused: ({ message, reason }) =>
        sending.onRefused(`record ${message.id}: SQS does not take it: ${reason}`),
    });
  } finally {
    client.destroy();
  }
}

async function* marked(events: AsyncIterable<JsonObject>) {
  for await (const event of events)
    yield { id: String(event.id), body: toMessageBody({ podguard: 'replay', event }) };
}

export async function sqsClient(flags: ReplayFlags, region: string | undefined): Promise<SQSClient> {
  const found = region ?? (await regionOf(flags));
  if (found === undefined)
    throw new ServiceError('usage', "name the stage's home region with --region, or set AWS_REGION");
  return new SQSClient(awsConfig({ ...flags, region: found }));
}

export async function evaluateQueue(client: SQSClient, stage: string): Promise<string> {
  const name = `${prefixOf(stage)}-evaluate`;
  const url = await queueUrlOf(client, name);
  if (url !== undefined) return url;
  throw new ServiceError(
    'usage',
    `there is no queue ${name} there: name another stage, or its region with --region`,
  );
}

function addressOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ServiceError('usage', `--url ${url}: give an address as http://localhost:4700`);
}
