import type { ServiceState } from '@podguard/core';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import type { Settings } from '../settings.ts';

/** So short that what one `send` takes at most holds where the table does not answer. */
const PATIENCE = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 1_500,
    socketTimeout: 1_500,
    throwOnRequestTimeout: true,
  },
} as const;

/** What channels keep between alerts, in the table. */
export function connectMarks({ TABLE_NAME: table }: Settings<'TABLE_NAME'>): ServiceState {
  const { client } = connect(PATIENCE);
  return createDynamoDbServiceState({ client, table });
}
