import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import type { Synthesis, SynthesizedResource } from '../../../scripts/synth/resource.ts';
import type { MiniStack } from '../../support/ministack/start.ts';
import type { Clients } from './clients.ts';
import { createFunction } from './create/function.ts';
import { createMapping } from './create/mapping.ts';
import { createQueue, setQueuePolicy } from './create/queue.ts';
import { createRole, putRolePolicy } from './create/role.ts';
import { createBus, createRule, createTarget, defaultBus } from './create/rule.ts';
import { createTable } from './create/table.ts';
import { type Inputs, optionalText, text } from './resources.ts';

export interface DeployOptions {
  readonly synthesis: Synthesis;
  /** By the name of a function in the program, what a deploy would upload. */
  readonly zips: ReadonlyMap<string, Uint8Array>;
  readonly miniStack: MiniStack;
  readonly clients: Clients;
  /** Where a function finds AWS. */
  endpointOf(functionName: string): Promise<string>;
  /** More variables for every function. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Creates in MiniStack what a deploy would create; what it cannot is in `translations.ts`. */
export async function deploy(options: DeployOptions): Promise<void> {
  const { synthesis, zips, miniStack, clients, endpointOf } = options;
  const { home } = synthesis;
  const { dynamoDb, events, iam, lambda, s3, sfn, sns, sqs } = clients;
  const made = synthesis.resources.filter(({ custom, read }) => custom && !read);
  const each = (type: string, create: (inputs: Inputs, resource: SynthesizedResource) => Promise<unknown>) =>
    inTurn(
      made.filter((resource) => resource.type === type),
      (resource) => create(resource.inputs, resource),
    );
  const busOf = (inputs: Inputs, region: string | undefined) =>
    optionalText(inputs, 'eventBusName') ?? defaultBus(region, home);

  await each('aws:iam/role:Role', (inputs) => createRole(iam, inputs));
  await each('aws:iam/rolePolicy:RolePolicy', (inputs) => putRolePolicy(iam, text(inputs, 'role'), inputs));

  // A queue's dead-letter queue has to be there first.
  const queues = made.filter(({ type }) => type === 'aws:sqs/queue:Queue');
  const [redriven, last] = [queues.filter(isRedriven), queues.filter((queue) => !isRedriven(queue))];
  await inTurn([...last, ...redriven], ({ inputs, region }) =>
    region === home ? createQueue(sqs, inputs) : Promise.resolve(),
  );
  await each('aws:sqs/queuePolicy:QueuePolicy', (inputs, { region }) =>
    region === home
      ? setQueuePolicy(sqs, text(inputs, 'queueUrl'), text(inputs, 'policy'))
      : Promise.resolve(),
  );

  const streams = new Map<string, string>();
  await each('aws:dynamodb/table:Table', async (inputs) => {
    const table = `arn:aws:dynamodb:${home}:${synthesis.account}:table/${text(inputs, 'name')}`;
    streams.set(`${table}/stream/1`, await createTable(dynamoDb, inputs));
  });
  await each('aws:sns/topic:Topic', (inputs) =>
    sns.send(new CreateTopicCommand({ Name: text(inputs, 'name') })),
  );
  await each('aws:s3/bucket:Bucket', (inputs) =>
    s3.send(new CreateBucketCommand({ Bucket: text(inputs, 'bucket') })),
  );
  await each('aws:s3/bucketPolicy:BucketPolicy', (inputs) =>
    s3.send(new PutBucketPolicyCommand({ Bucket: text(inputs, 'bucket'), Policy: text(inputs, 'policy') })),
  );

  const functions = made.filter(({ type }) => type === 'aws:lambda/function:Function');
  await Promise.all(
    functions.map(async ({ inputs, name }) => {
      const endpoint = await endpointOf(text(inputs, 'name'));
      const zip = zips.get(name.replace(/Function$/, '')) as Uint8Array;
      const environment = { ...environmentOf(inputs, endpoint), ...options.environment };
      await createFunction(lambda, inputs, { zip, environment });
    }),
  );

  await each('aws:sfn/stateMachine:StateMachine', (inputs) =>
    sfn.send(
      new CreateStateMachineCommand({
        name: text(inputs, 'name'),
        definition: text(inputs, 'definition'),
        roleArn: `arn:aws:iam::${synthesis.account}:role/${text(inputs, 'name')}-machine`,
      }),
    ),
  );

  const rules = made.filter(({ type }) => type === 'aws:cloudwatch/eventRule:EventRule');
  for (const region of new Set(rules.map(({ region = home }) => region)))
    if (region !== home) await createBus(events, defaultBus(region, home));
  await each('aws:cloudwatch/eventBus:EventBus', (inputs) => createBus(events, text(inputs, 'name')));
  await inTurn(rules, async ({ inputs, region = home }) => {
    await createRule(events, inputs, busOf(inputs, region));
    // For who asks for it by its ARN; it has no targets there.
    if (region !== home) await inRegion(miniStack, region, (there) => createRule(there, inputs, 'default'));
  });
  await each('aws:cloudwatch/eventTarget:EventTarget', (inputs, { region }) =>
    createTarget(events, inputs, busOf(inputs, region)),
  );
  await each('aws:lambda/eventSourceMapping:EventSourceMapping', (inputs) =>
    createMapping(lambda, inputs, streams),
  );
}

async function inRegion(
  miniStack: MiniStack,
  region: string,
  act: (events: EventBridgeClient) => Promise<void>,
): Promise<void> {
  const events = new EventBridgeClient(miniStack.clientOptions(region));
  await act(events).finally(() => events.destroy());
}

/** Queues by address, AWS by the endpoint: all of it is the function's own way to MiniStack. */
function environmentOf(inputs: Inputs, endpoint: string): Readonly<Record<string, string>> {
  const { variables } = inputs.environment as { readonly variables: Readonly<Record<string, string>> };
  const moved = Object.entries(variables).map(([name, value]) => [
    name,
    value.replaceAll(/https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com/g, endpoint),
  ]);
  return { ...Object.fromEntries(moved), AWS_ENDPOINT_URL: endpoint };
}

function isRedriven({ inputs }: SynthesizedResource): boolean {
  return inputs.redrivePolicy !== undefined;
}

async function inTurn<T>(values: readonly T[], act: (value: T) => Promise<unknown>): Promise<void> {
  for (const value of values) await act(value);
}
