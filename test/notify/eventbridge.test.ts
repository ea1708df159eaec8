import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Transition } from '@podguard/core';
import type { Alert } from '@podguard/notify';
import { createEventBridgeChannel } from '@podguard/notify/eventbridge';
import Ajv from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { closed } from './closed-schema.ts';
import { planOf, remediationOf, shadowReportOf, verifiedOf } from './remediations.ts';
import { sampleDay } from './sample-day.ts';
import { digestOf, transitionOf } from './transitions.ts';

interface Event {
  readonly 'detail-type': string;
  readonly source: string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Transition & { readonly v: number; readonly cut: string | null };
}

const docs = path.resolve(import.meta.dirname, '../../docs');
const schema = JSON.parse(await readFile(path.join(docs, 'finding-event.schema.json'), 'utf8'));
const alertSchema = JSON.parse(await readFile(path.join(docs, 'alert.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(closed(schema) as object);

let miniStack: MiniStack;
let events: EventBridgeClient;
let sqs: SQSClient;
let buses = 0;

beforeAll(async () => {
  miniStack = await startMiniStack();
  events = new EventBridgeClient(miniStack.clientOptions());
  sqs = new SQSClient(miniStack.clientOptions());
});
afterAll(async () => {
  events.destroy();
  sqs.destroy();
  await miniStack.stop();
});

/** A bus with a rule of somebody's, whose queue gets what the rule's pattern lets through. */
async function openBus(detail?: object, detailType = 'podguard.finding') {
  buses += 1;
  const Name = `security-${buses}`;
  const { EventBusArn = '' } = await events.send(new CreateEventBusCommand({ Name }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: Name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventPattern = JSON.stringify({
    source: ['podguard'],
    'detail-type': [detailType],
    ...(detail === undefined ? {} : { detail }),
  });
  await events.send(new PutRuleCommand({ Name: 'findings', EventBusName: Name, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await events.send(new PutTargetsCommand({ Rule: 'findings', EventBusName: Name, Targets }));
  return {
    channel: createEventBridgeChannel({ client: events, busArn: EventBusArn }),
    received: () => receiveAll(QueueUrl),
  };
}

async function receiveAll(QueueUrl: string): Promise<readonly Event[]> {
  const all: Event[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages.map(({ Body = '' }) => JSON.parse(Body) as Event));
  }
}

const alertOf = (...transitions: readonly Transition[]): Alert => ({
  kind: 'transitions',
  transitions: transitions as never,
});

describe('an event on a bus', () => {
  it('reaches whoever has a rule for it, with the transition and its resource', async () => {
    const { channel, received } = await openBus();
    const transition = transitionOf();
    await channel.send(alertOf(transition));
    expect(await received()).toEqual([
      expect.objectContaining({
        source: 'podguard',
        'detail-type': 'podguard.finding',
        resources: ['arn:aws:iam::111122223333:role/shop'],
        detail: { v: 1, ...transition, cut: null },
      }),
    ]);
  });

  it('can be told apart by what is in it', async () => {
    const { channel, received } = await openBus({ type: ['opened'], severity: ['critical'] });
    await channel.send(alertOf(transitionOf(), transitionOf({ role: 'b', severity: 'low' })));
    expect((await received()).map(({ detail }) => detail.severity)).toEqual(['critical']);
  });

  it('is one for each transition of the sample day, as the published schema describes it', async () => {
    const { channel, received } = await openBus();
    const day = await sampleDay();
    for (const together of Map.groupBy(day, ({ eventId }) => eventId).values())
      await channel.send(alertOf(...together));
    const all = await received();
    for (const event of all) expect(validate(event) ? [] : validate.errors).toEqual([]);
    expect(all.map(({ detail }) => detail.id).toSorted()).toEqual(day.map(({ id }) => id).toSorted());
  });

  it('of what people decided is as the published schema describes it', async () => {
    const { channel, received } = await openBus();
    const exemption = { id: 'ex-1', reason: 'r', author: 'noor', until: '2026-04-01T00:00:00Z' };
    const owner = { name: 'shop', from: 'tag' } as const;
    const acknowledged = { by: 'noor', at: '2026-03-12T07:30:00Z' };
    await channel.send(
      alertOf(
        {
          ...transitionOf({ type: 'exempted', finding: { status: 'exempt', exemption, owner } }),
          cause: 'exemption',
        },
        {
          ...transitionOf({ type: 'exemption-ended', finding: { acknowledged } }),
          ended: { exemption, reason: 'outgrown' },
        },
      ),
    );
    const all = await received();
    expect(all.map(({ detail }) => detail.type)).toEqual(['exempted', 'exemption-ended']);
    for (const event of all) expect(validate(event) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...all[0], source: 'else' })).toBe(false);
  });

  it('that would be too large is cut, says so, and is as the schema describes it', async () => {
    const { channel, received } = await openBus();
    const evidence = [{ path: 'p', value: 'é'.repeat(200_000) }];
    await channel.send(alertOf(transitionOf({ finding: { evidence } })));
    const [event] = await received();
    expect(event?.detail.cut).toMatch(/^texts of more than 4000 characters/);
    expect(validate(event) ? [] : validate.errors).toEqual([]);
  });

  it('has no resource where that has no ARN', async () => {
    const { channel, received } = await openBus();
    const resource = { kind: 'access-key', key: 'AKIA1', account: '111122223333', region: '' } as const;
    await channel.send(alertOf(transitionOf({ finding: { resource } })));
    expect(await received()).toMatchObject([{ resources: [] }]);
  });

  it('of a remediation has a type of its own, its status, and the resource that is changed', async () => {
    const findings = await openBus();
    const { channel, received } = await openBus(
      { remediation: { status: ['verified'] } },
      'podguard.remediation',
    );
    const { finding } = transitionOf();
    const target = {
      kind: 'iam-role',
      key: 'arn:aws:iam::111122223333:role/node',
      account: '111122223333',
      region: '',
    };
    const remediation = verifiedOf(remediationOf({ plan: planOf({ target: target as never }) }));
    for (const one of [remediationOf(), remediation])
      await channel.send({ kind: 'remediation', remediation: one, finding });
    const [event, ...others] = (await received()) as readonly object[];
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      source: 'podguard',
      'detail-type': 'podguard.remediation',
      resources: [target.key],
      detail: { v: 1, severity: 'critical', remediation, finding, cut: null },
    });
    expect(await findings.received()).toEqual([]);
  });

  it('of a remediation with a very long plan is cut, and still arrives', async () => {
    const { channel, received } = await openBus(undefined, 'podguard.remediation');
    const long = 'e'.repeat(400_000);
    const plan = planOf({ fields: [{ name: 'trust', before: long, after: long }] });
    await channel.send({ kind: 'remediation', remediation: remediationOf({ plan }), finding: null });
    const [event] = await received();
    expect(event?.detail.cut).toMatch(/were cut/);
  });

  it('is none where a report of shadow mode is told', async () => {
    const { channel, received } = await openBus();
    await channel.send({ kind: 'shadow-report', report: shadowReportOf() });
    expect(await received()).toEqual([]);
  });

  it('is none where a digest is told: its transitions were told before', async () => {
    const { channel, received } = await openBus();
    const digest = digestOf([transitionOf()], { id: 'run-1', title: 'Baseline', account: '111122223333' });
    await channel.send({ kind: 'digest', digest });
    expect(await received()).toEqual([]);
  });
});

describe('the published schema of events', () => {
  it('describes a transition as that of alerts does', () => {
    const { opening, finding, exemption, transition } = alertSchema.definitions;
    const { detail, ...others } = schema.definitions;
    expect(others).toEqual({ opening, finding, exemption });
    expect(detail.properties).toMatchObject(transition.properties);
    expect(detail.required).toEqual(['v', ...transition.required, 'cut']);
  });
});
