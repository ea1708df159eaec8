import { SQSClient } from '@aws-sdk/client-sqs';
import { type Config, type JsonObject, ServiceError } from '@podguard/core';
import { prefixOf, remoteRegions } from '@podguard/deployment';
import { toMessageBody } from '@podguard/functions';
import { awsConfig } from '../aws-flags.ts';
import type { CommandDeps } from '../commands/command.ts';
import type { ReplayFlags, Sending } from '../commands/replay.ts';
import { regionOf } from '../doctor/aws-clients.ts';
import { postEvents } from './post-events.ts';
import { queueUrlOf, regionOfQueue } from './queue-of.ts';
import type { Place } from './read-records.ts';
import { sendBatches } from './send-batches.ts';

/** Where records go. */
export interface Destination {
  /** Whose events the service there gets. */
  readonly place: Place;
  /** Its region, as far as it is known. */
  readonly home: string | undefined;
  send(sending: Sending): Promise<void>;
  close(): void | Promise<void>;
}

/**
 * Where the flags say: marked to a queue, as they are to a service on this machine, which takes those of any account. In a dry
 * run nobody is asked.
 */
export async function openDestination(
  flags: ReplayFlags,
  config: Config,
  deps: Pick<CommandDeps, 'terminal' | 'catalogue'>,
): Promise<Destination> {
  const account = config.account === undefined ? {} : { account: config.account };
  const { url: address, queue, store, stage = '' } = flags;
  if (address !== undefined) {
    const url = addressOf(address);
    const home = await regionOf(flags);
    return { place: {}, home, send: ({ events, onSent }) => postEvents(url, events, onSent), close() {} };
  }
  if (store !== undefined) return openDirectory(store, flags, { config, ...deps });
  const region = queue === undefined ? undefined : regionOfQueue(queue);
  if (flags.dryRun === true) {
    const home = region ?? (await regionOf(flags));
    return { place: { ...account, ...regionsOf(home, config) }, home, send: async () => {}, close() {} };
  }
  const client = await sqsClient(flags, region);
  try {
    const url = queue ?? (await evaluateQueue(client, stage));
    const home = await client.config.region();
    return {
      place: { ...accountOfQueue(url), ...account, ...regionsOf(home, config) },
      home,
      send: (sending) => sendTo(client, url, sending),
      close: () => client.destroy(),
    };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** It takes records of any account, as a service on this machine does; in a dry run it is not opened. */
async function openDirectory(
  store: string,
  flags: ReplayFlags,
  deps: Pick<CommandDeps, 'terminal' | 'catalogue'> & { readonly config: Config },
): Promise<Destination> {
  const home = await regionOf(flags);
  if (flags.dryRun === true) return { place: {}, home, send: async () => {}, close() {} };
  const { openStoreDestination } = await import('./open-store-destination.ts');
  return { place: {}, home, ...(await openStoreDestination(store, deps)) };
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
