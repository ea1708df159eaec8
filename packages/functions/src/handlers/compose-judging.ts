import {
  type Catalogue,
  createFindingContext,
  type Engine,
  type FindingContext,
  type JudgedItem,
} from '@podguard/core';
import type { Settings } from '../settings.ts';
import { composeCatalogue } from './compose-catalogue.ts';
import { observe } from './compose-lean.ts';
import { composeTable, type Table } from './compose-table.ts';

export interface Judging extends Omit<Table, 'engineWith'> {
  readonly catalogue: Catalogue;
  /** What is exempt by now, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  readonly engineOf: (onJudged?: (judged: JudgedItem) => void) => Engine;
}

/** What the functions that judge all kinds share: the table, the catalogue, the configuration. */
export function composeJudging(settings: Settings<'TABLE_NAME' | 'ACCOUNT_ID' | 'JUDGED_WITH'>): Judging {
  const { engineWith, ...table } = composeTable(settings);
  const { config, state } = table;
  const catalogue = composeCatalogue(config, settings.JUDGED_WITH);
  return {
    ...table,
    catalogue,
    context: createFindingContext({
      config,
      state,
      now: () => new Date(),
      unreadable: (problem) =>
        observe(({ logger }) =>
          logger.error('an exemption cannot be read, and exempts nothing', { error: problem }),
        ),
    }),
    engineOf: (onJudged) => engineWith(catalogue, onJudged),
  };
}
