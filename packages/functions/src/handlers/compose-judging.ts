import { setTimeout as wait } from 'node:timers/promises';
import {
  type Catalogue,
  type Config,
  createEngine,
  createFindingContext,
  type Engine,
  type FindingContext,
  type JudgedItem,
  parseConfig,
  type ServiceState,
  type Store,
  withCustomRules,
} from '@podguard/core';
import { catalogue as standard } from '@podguard/rules';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import configured from '../../../../podguard.config.ts';
import { createJudgedBy, type JudgedBy } from '../organization.ts';
import { createOrganizationEngine } from '../organization-engine.ts';
import type { Settings } from '../settings.ts';
import { observe } from './compose-lean.ts';
import type { TracedClient } from './compose-tracing.ts';

export interface Judging {
  readonly client: TracedClient;
  readonly store: Store;
  readonly state: ServiceState;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What is exempt by now, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  /** What is judged by now: with the accounts of our organization, where the configuration asks for them. */
  readonly judgedBy: () => Promise<JudgedBy>;
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
  const state = createDynamoDbServiceState({ client, table });
  const judgedBy = createJudgedBy({ config, judgedWith, state, now: () => new Date() });
  return {
    client,
    store,
    state,
    catalogue,
    config,
    context: createFindingContext({
      config,
      state,
      now: () => new Date(),
      unreadable: (problem) =>
        observe(({ logger }) =>
          logger.error('an exemption cannot be read, and exempts nothing', { error: problem }),
        ),
    }),
    backOff,
    judgedBy,
    engineOf: (onJudged) =>
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
