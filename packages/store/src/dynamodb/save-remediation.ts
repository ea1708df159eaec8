import { DeleteCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Remediation } from '@podguard/core';
import { isOpenRemediation } from '../remediations.ts';
import { isConditionFailure, reach } from './reach.ts';
import { listingRows, openRow, toRemediationAttributes } from './remediation-item.ts';
import type { Attributes } from './resource-item.ts';
import type { TableHandle } from './table-handle.ts';

/**
 * Writes on the version that was read. The rows by which it is listed come before it, and the one of what is open goes after it:
 * a crash leaves rows that say too much, never too little.
 */
export async function saveRemediation(
  table: TableHandle,
  remediation: Remediation,
): Promise<'written' | 'conflict'> {
  const isOpen = isOpenRemediation(remediation);
  await Promise.all(listingRows(remediation).map((row) => put(table, row)));
  if (isOpen) await noteOpen(table, remediation);
  const wasWritten = await put(table, toRemediationAttributes(remediation), conditionOf(table, remediation));
  if (!wasWritten) return 'conflict';
  if (!isOpen) await noteClosed(table, remediation);
  return 'written';
}

/** A first version may replace an expired one that is still there. */
function conditionOf(table: TableHandle, { version }: Remediation): Partial<PutCommandInput> {
  const now = secondsOf(table);
  if (version === 1)
    return {
      ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
      ExpressionAttributeNames: { '#expires': 'expires' },
      ExpressionAttributeValues: { ':now': now },
    };
  return {
    ConditionExpression: '#version = :read AND #expires > :now',
    ExpressionAttributeNames: { '#version': 'version', '#expires': 'expires' },
    ExpressionAttributeValues: { ':read': version - 1, ':now': now },
  };
}

function secondsOf(table: TableHandle): number {
  return Math.floor(table.now() / 1000);
}

/** The row keeps the newest version that is open: who closed an older one then leaves it. */
async function noteOpen(table: TableHandle, remediation: Remediation): Promise<void> {
  await put(table, openRow(remediation), {
    ConditionExpression: 'attribute_not_exists(pk) OR #version < :version OR #expires <= :now',
    ExpressionAttributeNames: { '#version': 'version', '#expires': 'expires' },
    ExpressionAttributeValues: { ':version': remediation.version, ':now': secondsOf(table) },
  });
}

async function noteClosed(table: TableHandle, remediation: Remediation): Promise<void> {
  const { pk, sk } = openRow(remediation);
  const command = new DeleteCommand({
    TableName: table.table,
    Key: { pk, sk },
    ConditionExpression: 'attribute_not_exists(pk) OR #version <= :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': remediation.version },
  });
  try {
    await reach(table, table.client.send(command));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

/** Whether the condition held. */
async function put(
  table: TableHandle,
  row: Attributes,
  condition: Partial<PutCommandInput> = {},
): Promise<boolean> {
  try {
    await reach(
      table,
      table.client.send(new PutCommand({ TableName: table.table, Item: row, ...condition })),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
