import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** As many at once as `evaluate` takes of a batch. */
const PARALLEL = 8;

/** Writes a handler that reads items of DynamoDB and writes each if its version is what was read, and nothing else. */
export function writeBareHandler(folder: string): string {
  const require = createRequire(import.meta.resolve('@podguard/store'));
  const client = path.dirname(require.resolve('@aws-sdk/client-dynamodb/package.json'));
  const file = path.join(folder, 'bare-handler.js');
  writeFileSync(
    file,
    `import { DynamoDBClient, GetItemCommand, PutItemCommand } from ${JSON.stringify(client)};
const client = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
export async function handler({ items }) {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await take(item);
  };
  await Promise.all(Array.from({ length: Math.min(${PARALLEL}, items.length) }, worker));
  return {};
}
async function take(item) {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: { pk: item.pk, sk: item.sk }, ConsistentRead: true }),
  );
  await client.send(
    new PutItemCommand({
      TableName,
      Item: item,
      ...(Item === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :read',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':read': Item.version },
          }),
    }),
  );
}
`,
  );
  return file;
}
