import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Alert, type Channel, createSnsChannel } from '@podguard/notify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { remediationOf, verifiedOf } from './remediations.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

const page = await readFile(path.resolve(import.meta.dirname, '../../docs/alerts.md'), 'utf8');
/** The filter policies that the page shows, in its order. */
const [night, approver, team] = page.match(/^ {4}\{"(?:severity|kind)": \[.*\}$/gm) ?? [];

const witness = { text: 'w', request: { cluster: 'parcels-prod' } };
const told = (...transitions: readonly ReturnType<typeof transitionOf>[]): Alert => ({
  kind: 'transitions',
  transitions: transitions as never,
});
const digest: Alert = {
  kind: 'digest',
  digest: digestOf([transitionOf()], { id: 'run-1', title: 'Baseline', account: ACCOUNT }),
};

const { finding } = transitionOf();
const proposal: Alert = { kind: 'remediation', remediation: remediationOf(), finding };
const done: Alert = { kind: 'remediation', remediation: verifiedOf(), finding };

const burst: Alert = {
  kind: 'digest',
  digest: digestOf([transitionOf()], {
    ...{ id: 'burst-1', title: 'A burst', account: ACCOUNT },
    types: ['opened', 'resolved'],
  }),
};

let stack: MiniStack;
let sns: SNSClient;
let sqs: SQSClient;
beforeAll(async () => {
  stack = await startMiniStack();
  sns = new SNSClient(stack.clientOptions());
  sqs = new SQSClient(stack.clientOptions());
});
afterAll(async () => {
  sns.destroy();
  sqs.destroy();
  await stack.stop();
});

/** A queue that is subscribed by a filter to a topic of its own. */
async function subscribed(name: string, filter: string | undefined) {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const FilterPolicy = filter?.trim() ?? 'the page has no such filter';
  const Endpoint = `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { FilterPolicy } }));
  const channel: Channel = createSnsChannel({ client: sns, topicArn: TopicArn, wording });
  return {
    send: channel.send,
    alarm: () => sns.send(new PublishCommand({ TopicArn, Subject: 'ALARM', Message: '{}' })),
    async arrived(): Promise<boolean> {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      return Messages.length > 0;
    },
  };
}

it.for([
  ['who is called at night', 'a grave finding that opened', night, told(transitionOf()), true],
  [
    'who is called at night',
    'one of several',
    night,
    told(transitionOf({ severity: 'low' }), transitionOf()),
    true,
  ],
  ['who is called at night', 'no slight one', night, told(transitionOf({ severity: 'medium' })), false],
  ['who is called at night', 'no remediation', night, proposal, false],
  ['who is asked to approve', 'a proposal', approver, proposal, true],
  ['who is asked to approve', 'nothing that was done', approver, done, false],
  ['who is asked to approve', 'no finding', approver, told(transitionOf()), false],
  ['who is called at night', 'no end', night, told(transitionOf({ type: 'resolved' })), false],
  ['who is called at night', 'no digest of what no record caused', night, digest, false],
  ['who is called at night', 'a digest of a burst in which something opened', night, burst, true],
  ['a team', 'what is about its cluster', team, told(transitionOf({ finding: { witness } })), true],
  ['a team', 'nothing of which no cluster is known', team, told(transitionOf()), false],
  ['a team', 'no digest', team, digest, false],
  ['who is called at night', 'no alarm', night, null, false],
  ['a team', 'no alarm', team, null, false],
] as const)('by the filter on the page, %s gets %s', async ([who, what, filter, alert, arrives]) => {
  const name = `${who} ${what}`.replace(/\W+/g, '-');
  const { send, alarm, arrived } = await subscribed(name, filter);
  await (alert === null ? alarm() : send(alert));
  expect(await arrived()).toBe(arrives);
});
