import { isDeepStrictEqual } from 'node:util';
import { GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { JsonValue, ServiceState } from '@podguard/core';
import { fromBody, toBody } from './body.ts';
import type { DynamoDbStoreOptions } from './dynamodb-store.ts';
import { MARKS_PARTITION, quietKey, quietPartitions } from './keys.ts';
import { listJudgedOtherwise } from './list-judged-otherwise.ts';
import { queryPages } from './query-pages.ts';
import { isConditionFailure, reach } from './reach.ts';
import { fromTransitionAttributes, SCHEMA_VERSION, transitionContent } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';
import { writeBatches } from './write-batches.ts';

/** Creates what the service keeps beside the resources, in the same table. */
export function createDynamoDbServiceState({
  client,
  table,
  now = Date.now,
}: DynamoDbStoreOptions): ServiceState {
  const handle: TableHandle = { client, table, now };
  const put = async (
    attributes: Readonly<Record<string, unknown>>,
    condition: Partial<PutCommandInput> = {},
  ): Promise<void> => {
    await reach(handle, client.send(new PutCommand({ TableName: table, Item: attributes, ...condition })));
  };
  const getMark = async (name: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const Key = { pk: MARKS_PARTITION, sk: name };
    const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    return (await reach(handle, client.send(command))).Item;
  };
  const toMark = (name: string, value: JsonValue) => ({
    pk: MARKS_PARTITION,
    sk: name,
    v: SCHEMA_VERSION,
    body: toBody(value),
  });
  return {
    noteQuiet: (transition) => put({ ...quietKey(transition.id), ...transitionContent(transition) }),
    async *listQuiet() {
      for (const partition of quietPartitions()) {
        const rows = queryPages(handle, {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          ConsistentRead: true,
        });
        for await (const row of rows) yield fromTransitionAttributes(row);
      }
    },
    removeQuiet: (ids) =>
      writeBatches(
        handle,
        [...new Set(ids)].map((id) => ({ DeleteRequest: { Key: quietKey(id) } })),
        'transitions',
      ),
    async loadMark(name) {
      const found = await getMark(name);
      return found === undefined ? undefined : (fromBody(found.body) as JsonValue);
    },
    saveMark: (name, value) => put(toMark(name, value)),
    async replaceMark(name, was, value) {
      const found = await getMark(name);
      if (
        !isDeepStrictEqual(
          found && fromBody(found.body),
          was === undefined ? undefined : fromBody(toBody(was)),
        )
      )
        return false;
      const condition =
        found === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'body = :was', ExpressionAttributeValues: { ':was': found.body } };
      try {
        await put(toMark(name, value), condition);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    listJudgedOtherwise: (judgedWith, from) => listJudgedOtherwise(handle, judgedWith, from),
  };
}
