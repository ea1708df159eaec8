import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Catalogue, type Config, ServiceError, type ServiceState } from '@podguard/core';
import { judgedWith as judgedWithOf } from '@podguard/deployment/judged-with';
import { createJudgedBy, loadDeployed } from '@podguard/functions';
import { judgedWith } from '../configuration.ts';
import { isTable } from '../local-store/index.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** What a run judges with, and its name. */
export interface JudgedBy {
  readonly config: Config;
  readonly judgedWith: string;
}

/**
 * As whoever else writes to this store. The table of a deployed service takes what the same rules and settings made; a dry run
 * writes nothing, and judges with those of this checkout.
 */
export async function judgedBy(
  where: string,
  {
    state,
    catalogue,
    config,
    dryRun,
    otherwise = ', or look without writing with --dry-run',
  }: {
    readonly state: Pick<ServiceState, 'loadMark'>;
    readonly catalogue: Catalogue;
    readonly config: Config;
    readonly dryRun: boolean;
    /** What else may be done where the rules are others. */
    readonly otherwise?: string;
  },
): Promise<JudgedBy> {
  const deployed = isTable(where) ? await loadDeployed(state) : undefined;
  if (deployed === undefined) return { config, judgedWith: judgedWith(catalogue, config) };
  const here = judgedWithOf(ROOT, config);
  if (!dryRun && deployed.replace(/\+.*$/, '') !== here)
    throw new ServiceError(
      'usage',
      `the service of ${where} was deployed with other rules or settings than those of this checkout: check out what is deployed${otherwise}`,
    );
  return createJudgedBy({ config, judgedWith: here, state, now: () => new Date() })();
}

/** Both of two that met wait, each for a time of its own. */
export async function backOff(attempt: number): Promise<void> {
  await wait(Math.random() * 20 * attempt);
}
