import { CreateFunctionCommand, type LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { type Inputs, text } from '../resources.ts';

export interface FunctionCode {
  readonly zip: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
}

export async function createFunction(
  lambda: LambdaClient,
  inputs: Inputs,
  { zip, environment }: FunctionCode,
): Promise<void> {
  const name = text(inputs, 'name');
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Handler: text(inputs, 'handler'),
      Runtime: 'nodejs24.x',
      Role: text(inputs, 'role'),
      Timeout: Number(inputs.timeout),
      MemorySize: Number(inputs.memorySize),
      Environment: { Variables: { ...environment } },
      Code: { ZipFile: zip },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName: name });
}
