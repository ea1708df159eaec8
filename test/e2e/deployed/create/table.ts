import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type Inputs, text } from '../resources.ts';

interface TableInputs {
  readonly attributes: readonly { readonly name: string; readonly type: 'S' | 'N' | 'B' }[];
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly globalSecondaryIndexes?: readonly {
    readonly name: string;
    readonly hashKey: string;
    readonly rangeKey?: string;
    readonly projectionType: 'ALL' | 'INCLUDE' | 'KEYS_ONLY';
    readonly nonKeyAttributes?: readonly string[];
  }[];
  readonly streamViewType: 'NEW_AND_OLD_IMAGES';
  readonly ttl: { readonly attributeName: string; readonly enabled: boolean };
}

/** Creates the table and gives the ARN of its stream. */
export async function createTable(dynamoDb: DynamoDBClient, inputs: Inputs): Promise<string> {
  const table = inputs as unknown as TableInputs;
  const name = text(inputs, 'name');
  const input: CreateTableCommandInput = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(table.hashKey, table.rangeKey),
    GlobalSecondaryIndexes: table.globalSecondaryIndexes?.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.hashKey, index.rangeKey),
      Projection: {
        ProjectionType: index.projectionType,
        ...(index.nonKeyAttributes === undefined ? {} : { NonKeyAttributes: [...index.nonKeyAttributes] }),
      },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamViewType },
  };
  const { TableDescription } = await dynamoDb.send(new CreateTableCommand(input));
  const { attributeName, enabled } = table.ttl;
  await dynamoDb.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: attributeName, Enabled: enabled },
    }),
  );
  return TableDescription?.LatestStreamArn as string;
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  return [
    { AttributeName: hashKey, KeyType: 'HASH' as const },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }]),
  ];
}
