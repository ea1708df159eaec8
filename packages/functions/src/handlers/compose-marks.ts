import type { ServiceState } from '@podguard/core';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import type { Settings } from '../settings.ts';

/** What channels keep between alerts, in the table. */
export function connectMarks({ TABLE_NAME: table }: Settings<'TABLE_NAME'>): ServiceState {
  const { client } = connect();
  return createDynamoDbServiceState({ client, table });
}
