import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { type Inputs, inCapitals } from '../resources.ts';

/** What Pulumi calls otherwise than Lambda. */
interface MappingInputs extends Inputs {
  readonly eventSourceArn: string;
  readonly functionName: string;
  readonly destinationConfig?: { readonly onFailure: { readonly destinationArn: string } };
}

export async function createMapping(
  lambda: LambdaClient,
  inputs: Inputs,
  streams: ReadonlyMap<string, string>,
): Promise<void> {
  const { destinationConfig, eventSourceArn, tags: _, region: __, ...rest } = inputs as MappingInputs;
  const input = {
    ...(inCapitals(rest) as object),
    EventSourceArn: streams.get(eventSourceArn) ?? eventSourceArn,
    ...(destinationConfig === undefined
      ? {}
      : { DestinationConfig: { OnFailure: { Destination: destinationConfig.onFailure.destinationArn } } }),
  };
  await lambda.send(
    new CreateEventSourceMappingCommand(input as unknown as CreateEventSourceMappingCommandInput),
  );
}
