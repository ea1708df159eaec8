import { SQSClient } from '@aws-sdk/client-sqs';
import { type Config, type JsonObject, ServiceError } from '@podguard/core';
import { prefixOf, remoteRegions } from '@podguard/deployment';
import { toMessageBody } from '@podguard/functions';
import { awsConfig } from '../aws-flags.ts';
import type { ReplayFlags, Sending } from '../commands/replay.ts';
import { regionOf } from '../doctor/aws-clients.ts';
import { postEvents } from './post-events.ts';
import { queueUrlOf, regionOfQueue } from './queue-of.ts';
import type { Place } from './read-records.ts';
import { sendBatches } from './send-batches.ts';

/** Where records go. */
interface Destination {
  /** Whose events the service there gets. */
  readonly place: Place;
  send(sending: Sending): Promise<void>;
  close(): void;
}

/**
 * Where the flags say: marked to a queue, as they are to a service on this machine, which takes those of any account. In a dry
 * run nobody is asked.
 */
export async function openDestination(flags: ReplayFlags, config: Config): Promise<Destination> {
  const account = config.account === undefined ? {} : { account: config.account };
  const { url: address, queue, stage = '' } = flags;
  if (address !== undefined) {
    const url = addressOf(address);
    return { place: {}, send: ({ events, onSent }) => postEvents(url, events, onSent), close() {} };
  }
  const region = queue === undefined ? undefined : regionOfQueue(queue);
  if (flags.dryRun === true) {
    const home = region ?? (await regionOf(flags));
    return { place: { ...account, ...regionsOf(home, config) }, send: async () => {}, close() {} };
  }
  const client = await sqsClient(flags, region);
  try {
    const url = queue ?? (await evaluateQueue(client, stage));
    const regions = regionsOf(await client.config.region(), config);
    return {
      place: { ...accountOfQueue(url), ...account, ...regions },
      send: (sending) => sendTo(client, url, sending),
      close: () => client.destroy(),
    };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

function regionsOf(home: string | undefined, { regions }: Config): Pick<Place, 'regions'> {
  return home === undefined ? {} : { regions: new Set([home, ...remoteRegions(home, regions)]) };
}

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
function accountOfQueue(url: string): Pick<Place, 'account'> {
  const [, account] = /\/(\d{12})\/[^/]+$/.exec(url) ?? [];
  return account === undefined ? {} : { account };
}

function sendTo(client: SQSClient, url: string, { events, onSent, onRefused }: Sending): Promise<void> {
  return sendBatches(client, url, {
    messages: marked(events),
    onSent: async (messages) => onSent(messages.length),
    onRefused: ({ message, reason }) => onRefused(`record ${message.id}: SQS does not take it: ${reason}`),
  });
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
