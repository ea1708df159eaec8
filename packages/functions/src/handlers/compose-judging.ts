import { setTimeout as wait } from 'node:timers/promises';
import {
  type Catalogue,
  type Config,
  createEngine,
  type Engine,
  type JudgedItem,
  parseConfig,
  type ServiceState,
  type Store,
  withCustomRules,
} from '@podguard/core';
import { catalogue as standard } from '@podguard/rules';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import configured from '../../../../podguard.config.ts';
import type { Settings } from '../settings.ts';
import type { TracedClient } from './compose-tracing.ts';

export interface Judging {
  readonly client: TracedClient;
  readonly store: Store;
  readonly state: ServiceState;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly engineOf: (onJudged?: (judged: JudgedItem) => void) => Engine;
  readonly backOff: (attempt: number) => Promise<void>;
}

const PAST_LIMIT = 20;
const ORIGIN = 'podguard.config.ts';

/** What the functions that judge share: the table, the catalogue, the configuration. */
export function composeJudging({
  TABLE_NAME: table,
  ACCOUNT_ID: account,
  JUDGED_WITH: judgedWith,
}: Settings<'TABLE_NAME' | 'ACCOUNT_ID' | 'JUDGED_WITH'>): Judging {
  const { client } = connect();
  const store = createDynamoDbStore({ client, table });
  const config = parseConfig({ account, ...configured }, ORIGIN);
  const catalogue = withCustomRules(standard, {
    rules: config.customRules,
    origin: ORIGIN,
    sources: judgedWith,
  });
  return {
    client,
    store,
    state: createDynamoDbServiceState({ client, table }),
    catalogue,
    config,
    backOff,
    engineOf: (onJudged) =>
      createEngine({
        store,
        catalogue,
        config,
        judgedWith,
        pastLimit: PAST_LIMIT,
        backOff,
        now: () => new Date(),
        ...(onJudged === undefined ? {} : { onJudged }),
      }),
  };
}

/** Both of two that met wait, each for a time of its own. */
async function backOff(attempt: number): Promise<void> {
  await wait(Math.random() * 20 * attempt);
}
