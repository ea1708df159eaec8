import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { toMessageBody } from '@podguard/functions';
import { createDigestSum } from '@podguard/notify';
import { attributesOf } from './checks/queues.ts';
import { inParallel } from './in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, warn } from './line.ts';
import { DEPLOY, type World } from './world.ts';

/** Programs hear of findings and nothing else. */
const PEOPLE: readonly string[] = ['sns', 'slack', 'slack-webhook', 'webhook'];
const BETWEEN_MS = 2_000;
/**
 * What is not seen by then was taken: SQS's counts are right a minute after the last sending at the latest.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
const LOOKS = 36;

/** Sends a message that says that it is a test through each channel's queue, the way that every alert goes. */
export function sendTests(world: World): Promise<readonly Look[]> {
  const channels = world.channels.filter((name) =>
    PEOPLE.includes(world.config.channels[name]?.type ?? 'sns'),
  );
  return inParallel(channels, (name) => look(`channel ${name}`, () => sendTest(world, name)));
}

async function sendTest(world: World, channel: string): Promise<Found> {
  const { clients, site, stage, now } = world;
  const queue = { region: site.home, name: `${site.prefix}-${channel}.fifo` };
  const id = `doctor-${randomUUID()}`;
  const digest = createDigestSum().toDigest({
    id,
    title: `A test of podguard doctor at ${now().toISOString()}: nothing happened`,
    account: site.account,
    transitions: 0,
    notes: [`stage ${stage}; whoever reads this hears of findings`],
  });
  const sqs = clients.sqs(site.home);
  const url = await ask(
    'sqs:GetQueueUrl',
    sqs.send(new GetQueueUrlCommand({ QueueName: queue.name })),
    'QueueDoesNotExist',
  );
  if (url?.QueueUrl === undefined) return fail('its queue is missing', DEPLOY);
  await ask(
    'sqs:SendMessage',
    sqs.send(
      new SendMessageCommand({
        QueueUrl: url.QueueUrl,
        MessageBody: toMessageBody({ podguard: 'digest', digest }),
        MessageGroupId: 'doctor',
        MessageDeduplicationId: id,
      }),
    ),
  );
  const counted = await lookUntilTaken(world, queue);
  if (counted === 0) return ok('a test message was taken; look whether it arrived');
  if (counted === undefined) return fail('its queue is gone', DEPLOY);
  return warn(
    'a test message was sent, and was not taken within a minute',
    `others may wait before it, or the channel refuses it: look into the log of ${site.prefix}-notify`,
  );
}

/** How many messages are in the queue in the end: none only where one was seen before, or would have been. */
async function lookUntilTaken(
  world: World,
  queue: Parameters<typeof attributesOf>[1],
): Promise<number | undefined> {
  let counted: number | undefined;
  let seen = false;
  for (let at = 0; at < LOOKS; at += 1) {
    await wait(world.endpoint === undefined ? BETWEEN_MS : BETWEEN_MS / 20);
    const found = await attributesOf(world, queue);
    if (found === undefined) return undefined;
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: taken } = found;
    counted = Number(waiting) + Number(taken);
    if (counted === 0 && seen) break;
    seen ||= counted > 0;
  }
  return counted;
}
