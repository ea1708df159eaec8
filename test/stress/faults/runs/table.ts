import type { Store } from '@podguard/core';
import { startDynamoDb, type TestDynamoDb } from '../../../support/dynalite.ts';
import { worlds } from '../world.ts';

let started: Promise<TestDynamoDb> | undefined;

/** An embedded DynamoDB that all runs of this thread share, each with tables of its own. */
export function theDynamoDb(): Promise<TestDynamoDb> {
  started ??= startDynamoDb().then((db) => {
    // Of everything that finds its credentials by itself.
    const credentials = { AWS_ACCESS_KEY_ID: db.key, AWS_SECRET_ACCESS_KEY: db.key };
    Object.assign(process.env, credentials, {
      AWS_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    return db;
  });
  return started;
}

export async function closeDynamoDb(): Promise<void> {
  await (await started)?.close();
  started = undefined;
}

/** What is recorded: resources, and the lives of findings with whether people may be told of them yet. */
export function claimsOfStore(store: Store): Promise<readonly string[]> {
  // The test's own look at it meets no fault.
  return worlds.exit(() => lookAt(store));
}

async function lookAt(store: Store): Promise<readonly string[]> {
  const claims: string[] = [];
  for await (const { key, present, lives, pending } of store.listItems()) {
    claims.push(`${key} is ${present ? 'there' : 'gone'}`, ...(pending === null ? [`${key} is told`] : []));
    for (const { rule, severity, resolved } of lives)
      claims.push(`${key} ${rule} ${severity} ${resolved === null ? 'open' : 'resolved'}`);
  }
  return claims;
}
