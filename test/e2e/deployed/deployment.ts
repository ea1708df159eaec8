import { setTimeout as wait } from 'node:timers/promises';
import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { ServiceState, Store } from '@podguard/core';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import type { Synthesis } from '../../../scripts/synth/resource.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack/start.ts';
import { ofType, textOf } from '../../support/synthesize.ts';
import { build } from './build.ts';
import { type Clients, clientsOf, destroyAll } from './clients.ts';
import { deploy } from './deploy.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { shortenWaits } from './shorten-waits.ts';
import { type Subscriber, subscribe } from './subscriber.ts';

export const CONFIG = 'all-events.config.ts';
const STAGE = 'dev';
/** Of one PutEvents. */
const MOST_ENTRIES = 10;
const SETTLE_LIMIT_MS = 50_000;
const RUN_LIMIT_MS = 240_000;
const POLL_MS = 200;
/** Looks in a row that find nothing to do: what is handed on between two counts is in neither. */
const CALM_LOOKS = 3;

export interface Deployment {
  /** Below test/fixtures/synth. */
  readonly config: string;
  readonly miniStack: MiniStack;
  readonly synthesis: Synthesis;
  readonly clients: Clients;
  readonly proxy: RecordingProxy;
  readonly table: string;
  readonly store: Store;
  readonly state: ServiceState;
  readonly bucket: string;
  /** Whoever subscribed to the alerts. */
  readonly subscriber: Subscriber;
  put(events: readonly PutEventsRequestEntry[]): Promise<void>;
  /** Calls a function by its short name and gives the end of its log. */
  invoke(name: string, event: unknown): Promise<string>;
  /** Calls it and gives what it answers. */
  answerOf(name: string, event: unknown): Promise<unknown>;
  /** Starts a run as Scheduler does, and waits for its end. */
  runDrift(name: string, input: object): Promise<Execution>;
  /** Waits for the end of an execution, and gives what came of it. */
  endOf(name: string): Promise<Execution>;
  /** As a deploy of another version does: what every function judges with. */
  judgeWith(judgedWith: string): Promise<void>;
  /** Waits until nothing is on its way; a failure says what still was. */
  settle(limitMs?: number): Promise<void>;
  queueUrl(name: string): string;
  stop(): Promise<void>;
}

export interface Execution {
  readonly status: string;
  readonly output: unknown;
}

export interface StartOptions {
  /** Below test/fixtures/synth. */
  readonly config?: string;
  /** More variables for every function. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The stage `dev` in a MiniStack of its own. */
export async function startDeployment({
  config = CONFIG,
  environment,
}: StartOptions = {}): Promise<Deployment> {
  const [{ synthesis, zips }, miniStack] = await Promise.all([build(STAGE, config), startMiniStack()]);
  const proxy = startRecordingProxy(miniStack.url);
  const clients = clientsOf(miniStack);
  const stop = async () => {
    destroyAll(clients);
    await proxy.close();
    await miniStack.stop();
  };
  try {
    proxy.rewriteWith(shortenWaits);
    await deploy({ synthesis, zips, miniStack, clients, endpointOf: proxy.endpointOf, environment });
    return await operate({ config, miniStack, synthesis, clients, proxy, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

type Made = Pick<Deployment, 'config' | 'miniStack' | 'synthesis' | 'clients' | 'proxy' | 'stop'>;

async function operate(made: Made): Promise<Deployment> {
  const { miniStack, synthesis, clients } = made;
  const { account } = synthesis;
  const { table, topic, reports } = synthesis.outputs as Readonly<
    Record<'table' | 'topic' | 'reports', string>
  >;
  const prefix = `podguard-${STAGE}`;
  const connection = connect(miniStack.clientOptions());
  const store = createDynamoDbStore({ client: connection.client, table });
  const urlOf = (name: string) => `${miniStack.url}/${account}/${name}`;
  const working = ofType(synthesis, 'Queue')
    .filter(({ inputs }) => inputs.redrivePolicy !== undefined)
    .map((queue) => textOf(queue, 'name'));

  async function underWay(): Promise<readonly string[]> {
    const counts = await Promise.all(working.map((name) => messagesIn(clients, urlOf(name))));
    let pending = 0;
    for await (const _ of store.listPending()) pending += 1;
    return [
      ...counts.flatMap((count, index) => (count === 0 ? [] : [`${count} in ${working[index]}`])),
      ...(pending === 0 ? [] : [`${pending} pending items`]),
    ];
  }

  async function invoke(name: string, event: unknown) {
    const { FunctionError, LogResult, Payload } = await clients.lambda.send(
      new InvokeCommand({
        FunctionName: `${prefix}-${name}`,
        LogType: 'Tail',
        Payload: JSON.stringify(event),
      }),
    );
    const answer = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError !== undefined) throw new Error(`${name} failed: ${answer}\n${miniStack.log()}`);
    return { answer, log: Buffer.from(LogResult ?? '', 'base64').toString('utf8') };
  }

  const arnOf = (type: string, name: string) => `arn:aws:states:${synthesis.home}:${account}:${type}:${name}`;
  async function endOf(name: string): Promise<Execution> {
    const executionArn = arnOf('execution', `${prefix}-drift:${name}`);
    for (const limit = Date.now() + RUN_LIMIT_MS; ; await wait(POLL_MS)) {
      const found = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (found.status !== 'RUNNING')
        return { status: String(found.status), output: JSON.parse(found.output ?? 'null') };
      if (Date.now() > limit) throw new Error(`${name} is still under way\n${miniStack.log()}`);
    }
  }

  return {
    ...made,
    endOf,
    async runDrift(name, input) {
      const stateMachineArn = arnOf('stateMachine', `${prefix}-drift`);
      await clients.sfn.send(
        new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
      );
      return endOf(name);
    },
    table,
    bucket: reports,
    store,
    state: createDynamoDbServiceState({ client: connection.client, table }),
    subscriber: await subscribe(clients, topic),
    queueUrl: (name) => urlOf(`${prefix}-${name}`),
    async put(events) {
      for (let from = 0; from < events.length; from += MOST_ENTRIES) {
        const Entries = events.slice(from, from + MOST_ENTRIES);
        const { FailedEntryCount } = await clients.events.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} events were refused`);
      }
    },
    invoke: async (name, event) => (await invoke(name, event)).log,
    answerOf: async (name, event) => JSON.parse((await invoke(name, event)).answer || 'null'),
    async judgeWith(judgedWith) {
      for (const { inputs } of ofType(synthesis, 'Function').filter(({ custom }) => custom)) {
        const FunctionName = String(inputs.name);
        const { Environment } = await clients.lambda.send(
          new GetFunctionConfigurationCommand({ FunctionName }),
        );
        const Variables = { ...Environment?.Variables, JUDGED_WITH: judgedWith };
        await clients.lambda.send(
          new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
        );
      }
    },
    async stop() {
      connection.close();
      await made.stop();
    },
    async settle(limitMs = SETTLE_LIMIT_MS) {
      const limit = Date.now() + limitMs;
      for (let calm = 0; calm < CALM_LOOKS; ) {
        const left = await underWay();
        calm = left.length === 0 ? calm + 1 : 0;
        if (left.length > 0 && Date.now() > limit)
          throw new Error(`still under way: ${left.join('; ')}\n${miniStack.log()}`);
        await wait(POLL_MS);
      }
    },
  };
}

/** Visible, in flight and delayed. */
async function messagesIn({ sqs }: Clients, url: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return ['', 'NotVisible', 'Delayed']
    .map((state) => Number(Attributes[`ApproximateNumberOfMessages${state}` as keyof typeof Attributes]))
    .reduce((sum, count) => sum + count, 0);
}
