import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  type JsonValue,
  type PersonAction,
  ServiceError,
  type ServiceState,
  type Transition,
} from '@podguard/core';
import { actionEnd, newestActions } from '../actions.ts';
import { tombstoneEnd } from '../tombstone.ts';
import { fromBody, toBody } from './body.ts';
import type { DynamoDbStoreOptions } from './dynamodb-store.ts';
import {
  ACTIONS_PARTITION,
  APPROVALS_PARTITION,
  approvalKey,
  COUNTS_PARTITION,
  EXEMPTIONS_PARTITION,
  MARKS_PARTITION,
  quietKey,
  quietPartitions,
} from './keys.ts';
import { listJudgedOtherwise } from './list-judged-otherwise.ts';
import { listOpenRemediations, listRemediations, loadRemediation } from './list-remediations.ts';
import { queryPages } from './query-pages.ts';
import { isConditionFailure, reach } from './reach.ts';
import {
  fromActionAttributes,
  fromTransitionAttributes,
  isExpired,
  readApproval,
  readExemption,
  SCHEMA_VERSION,
  transitionContent,
} from './resource-item.ts';
import { saveRemediation } from './save-remediation.ts';
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
    const { Item } = await reach(handle, client.send(command));
    return Item === undefined || isExpired(Item, now()) ? undefined : Item;
  };
  const toMark = (name: string, value: JsonValue, keepSeconds?: number) => ({
    pk: MARKS_PARTITION,
    sk: name,
    v: SCHEMA_VERSION,
    body: toBody(value),
    ...(keepSeconds === undefined ? {} : { expires: endOf(keepSeconds) }),
  });
  const endOf = (keepSeconds: number): number => Math.floor(now() / 1000) + keepSeconds;
  return {
    noteQuiet: (transition, box) =>
      put({ ...quietKey(transition.id, box), ...transitionContent(transition) }),
    async *listQuiet(box, unreadable) {
      for (const partition of quietPartitions(box)) {
        const rows = queryPages(handle, {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          ConsistentRead: true,
        });
        for await (const row of rows) {
          const transition = readQuiet(row, unreadable);
          if (transition !== undefined) yield transition;
        }
      }
    },
    removeQuiet: (ids, box) =>
      writeBatches(
        handle,
        [...new Set(ids)].map((id) => ({ DeleteRequest: { Key: quietKey(id, box) } })),
        'transitions',
      ),
    async loadMark(name) {
      const found = await getMark(name);
      return found === undefined ? undefined : (fromBody(found.body) as JsonValue);
    },
    saveMark: (name, value, keepSeconds) => put(toMark(name, value, keepSeconds)),
    async replaceMark(name, was, value, keepSeconds) {
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
          ? {
              ConditionExpression: 'attribute_not_exists(pk) OR expires <= :now',
              ExpressionAttributeValues: { ':now': Math.floor(now() / 1000) },
            }
          : { ConditionExpression: 'body = :was', ExpressionAttributeValues: { ':was': found.body } };
      try {
        await put(toMark(name, value, keepSeconds), condition);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    async count(name, by, keepSeconds) {
      const answer = await reach(
        handle,
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: COUNTS_PARTITION, sk: name },
            UpdateExpression: 'ADD #n :by SET expires = :end, v = :v',
            ExpressionAttributeNames: { '#n': 'n' },
            ExpressionAttributeValues: { ':by': by, ':end': endOf(keepSeconds), ':v': SCHEMA_VERSION },
            ReturnValues: 'UPDATED_NEW',
          }),
        ),
      );
      return Number(answer.Attributes?.n);
    },
    async claim(name, keepSeconds) {
      // Where an answer is lost the SDK sends the same again: it finds its own row, and has claimed it.
      const claimant = randomUUID();
      const row = {
        pk: COUNTS_PARTITION,
        sk: `claim#${name}`,
        v: SCHEMA_VERSION,
        claimant,
        expires: endOf(keepSeconds),
      };
      try {
        await put(row, {
          ConditionExpression: 'attribute_not_exists(pk) OR expires <= :now OR claimant = :claimant',
          ExpressionAttributeValues: { ':now': Math.floor(now() / 1000), ':claimant': claimant },
        });
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    putExemption: (exemption) =>
      put({
        pk: EXEMPTIONS_PARTITION,
        sk: exemption.id,
        v: SCHEMA_VERSION,
        body: toBody(exemption),
        expires: Math.ceil(tombstoneEnd(Date.parse(exemption.until)) / 1000),
      }),
    async *listExemptions(unreadable) {
      const rows = queryPages(handle, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': EXEMPTIONS_PARTITION },
        ConsistentRead: true,
      });
      for await (const row of rows) {
        const read = isExpired(row, now()) ? undefined : readExemption(row);
        if (read instanceof ServiceError) unreadable?.(read);
        else if (read !== undefined) yield read;
      }
    },
    putApproval: (approval) =>
      put({ ...approvalKey(approval.key), v: SCHEMA_VERSION, body: toBody(approval) }),
    async *listApprovals(unreadable) {
      const rows = queryPages(handle, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': APPROVALS_PARTITION },
        ConsistentRead: true,
      });
      for await (const row of rows) {
        const read = readApproval(row);
        if (read instanceof ServiceError) unreadable?.(read);
        else yield read;
      }
    },
    async removeApproval(key) {
      const { pk, sk } = approvalKey(key);
      await reach(handle, client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } })));
    },
    recordAction: (action) =>
      put({
        pk: ACTIONS_PARTITION,
        sk: action.id,
        v: SCHEMA_VERSION,
        body: toBody(action),
        expires: Math.ceil(actionEnd(action) / 1000),
      }),
    async loadAction(id) {
      const Key = { pk: ACTIONS_PARTITION, sk: id };
      const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await reach(handle, client.send(command));
      return Item === undefined || isExpired(Item, now()) ? undefined : fromActionAttributes(Item);
    },
    async listActions(limit) {
      const rows = queryPages(handle, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': ACTIONS_PARTITION },
        ConsistentRead: true,
      });
      const actions: PersonAction[] = [];
      for await (const row of rows) if (!isExpired(row, now())) actions.push(fromActionAttributes(row));
      return newestActions(actions, limit);
    },
    listJudgedOtherwise: (judgedWith, from) => listJudgedOtherwise(handle, judgedWith, from),
    loadRemediation: (id) => loadRemediation(handle, id),
    saveRemediation: (remediation) => saveRemediation(handle, remediation),
    listRemediations: (limit, target, unreadable) => listRemediations(handle, limit, target, unreadable),
    listOpenRemediations: () => listOpenRemediations(handle),
  };
}

function readQuiet(
  row: Readonly<Record<string, unknown>>,
  unreadable: ((id: string) => void) | undefined,
): Transition | undefined {
  try {
    return fromTransitionAttributes(row);
  } catch (error) {
    if (unreadable === undefined) throw error;
    unreadable(String(row.sk));
    return undefined;
  }
}
