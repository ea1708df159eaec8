import { setTimeout as wait } from 'node:timers/promises';
import {
  type Config,
  createEngine,
  type Engine,
  type EngineDeps,
  type JudgedItem,
  parseConfig,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import configured from '../../../../podguard.config.ts';
import { createJudgedBy, type JudgedBy } from '../organization.ts';
import { createOrganizationEngine } from '../organization-engine.ts';
import type { Settings } from '../settings.ts';
import { ORIGIN } from './compose-origin.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import type { TracedClient } from './compose-tracing.ts';

export interface Table {
  readonly client: TracedClient;
  readonly store: Store;
  readonly state: ServiceState;
  readonly config: Config;
  /** What is judged by now: with the accounts of our organization, where the configuration asks for them. */
  readonly judgedBy: () => Promise<JudgedBy>;
  readonly engineWith: (
    catalogue: EngineDeps['catalogue'],
    onJudged?: (judged: JudgedItem) => void,
  ) => Engine;
  readonly backOff: (attempt: number) => Promise<void>;
}

const PAST_LIMIT = 20;

/** The table, the configuration, and what judges by it with a catalogue. */
export function composeTable({
  TABLE_NAME: table,
  ACCOUNT_ID: account,
  JUDGED_WITH: judgedWith,
}: Settings<'TABLE_NAME' | 'ACCOUNT_ID' | 'JUDGED_WITH'>): Table {
  const { client } = connect(CALL_PATIENCE);
  const store = createDynamoDbStore({ client, table });
  const config = parseConfig({ account, ...configured }, ORIGIN);
  const state = createDynamoDbServiceState({ client, table });
  const judgedBy = createJudgedBy({ config, judgedWith, state, now: () => new Date() });
  return {
    ...{ client, store, state, config, judgedBy, backOff },
    engineWith: (catalogue, onJudged) =>
      createOrganizationEngine(judgedBy, (by) =>
        createEngine({
          store,
          catalogue,
          ...by,
          pastLimit: PAST_LIMIT,
          backOff,
          now: () => new Date(),
          ...(onJudged === undefined ? {} : { onJudged }),
        }),
      ),
  };
}

/** Both of two that met wait, each for a time of its own. */
async function backOff(attempt: number): Promise<void> {
  await wait(Math.random() * 20 * attempt);
}
