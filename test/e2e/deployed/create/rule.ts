import {
  CreateEventBusCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type Inputs, optionalText, text } from '../resources.ts';

/** The bus that stands for the default one of a region. */
export function defaultBus(region: string | undefined, home: string): string {
  return region === undefined || region === home ? 'default' : `default-${region}`;
}

export async function createBus(events: EventBridgeClient, name: string): Promise<void> {
  await events.send(new CreateEventBusCommand({ Name: name }));
}

export async function createRule(events: EventBridgeClient, inputs: Inputs, bus: string): Promise<void> {
  await events.send(
    new PutRuleCommand({
      Name: text(inputs, 'name'),
      EventBusName: bus,
      EventPattern: text(inputs, 'eventPattern'),
      State: 'ENABLED',
    }),
  );
}

export async function createTarget(events: EventBridgeClient, inputs: Inputs, bus: string): Promise<void> {
  const role = optionalText(inputs, 'roleArn');
  const deadLetters = inputs.deadLetterConfig as { readonly arn: string } | undefined;
  const { FailedEntries } = await events.send(
    new PutTargetsCommand({
      Rule: text(inputs, 'rule'),
      EventBusName: bus,
      Targets: [
        {
          Id: text(inputs, 'targetId'),
          Arn: text(inputs, 'arn'),
          ...(role === undefined ? {} : { RoleArn: role }),
          ...(deadLetters === undefined ? {} : { DeadLetterConfig: { Arn: deadLetters.arn } }),
        },
      ],
    }),
  );
  if (FailedEntries?.length) throw new Error(`target refused: ${JSON.stringify(FailedEntries)}`);
}
