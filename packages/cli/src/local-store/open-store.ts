import { ServiceError } from '@podguard/core';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { type OpenStore, useLocalStore } from './use-local-store.ts';

/** Opens what `--store` names: `DIR` or `dynamodb:TABLE[@REGION]`. */
export async function openStore(spec: string): Promise<OpenStore> {
  if (!spec.startsWith('dynamodb:')) return useLocalStore(spec);
  const [, table, region] = /^dynamodb:([\w.-]{3,255})(?:@([a-z0-9-]+))?$/.exec(spec) ?? [];
  if (table === undefined)
    throw new ServiceError('usage', `--store ${spec}: write dynamodb:TABLE or dynamodb:TABLE@REGION`);
  const { client, close } = connect(region === undefined ? {} : { region });
  const of = { client, table };
  return {
    store: createDynamoDbStore(of),
    state: createDynamoDbServiceState(of),
    close: async () => close(),
  };
}
