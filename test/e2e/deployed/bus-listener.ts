import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { FindingEvent } from '@podguard/notify/eventbridge';
import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import type { Clients } from './clients.ts';
import { drain } from './subscriber.ts';

/** An event of ours as a rule's target gets it. */
export interface BusEvent {
  readonly id: string;
  readonly detail: FindingEvent;
}

export interface BusListener {
  /** What came since the last time, in order. */
  heard(): Promise<readonly BusEvent[]>;
}

/** Makes a bus, and a rule that puts what comes from us into a queue. */
export async function listenOnBus({ events, sqs }: Clients, name: string): Promise<BusListener> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-events` }));
  const common = { EventBusName: name, Rule: 'findings' };
  await events.send(new CreateEventBusCommand({ Name: name }));
  await events.send(
    new PutRuleCommand({
      ...{ Name: common.Rule, EventBusName: name },
      EventPattern: JSON.stringify({ source: ['podguard'], 'detail-type': ['podguard.finding'] }),
    }),
  );
  await events.send(
    new PutTargetsCommand({
      ...common,
      Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}-events` }],
    }),
  );
  return {
    heard: async () => (await drain(sqs, QueueUrl as string)).map((body) => JSON.parse(body) as BusEvent),
  };
}
