import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Catalogue, type Config, remediatedWith, ServiceError, type ServiceState } from '@podguard/core';
import { judgedWith as judgedWithOf } from '@podguard/deployment/judged-with';
import { createJudgedBy, loadDeployed } from '@podguard/functions';
import { judgedWith } from '../configuration.ts';
import { isTable } from '../local-store/index.ts';
import { type Caller, withAccount } from './caller.ts';

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
    configured,
    caller,
    use,
  }: {
    readonly state: Pick<ServiceState, 'loadMark'>;
    readonly catalogue: Catalogue;
    /** As it is loaded: so a deploy names it, too. */
    readonly configured: Config;
    readonly caller: Caller;
    readonly use: 'look' | 'compare' | 'repair';
  },
): Promise<JudgedBy> {
  const deployed = isTable(where) ? await loadDeployed(state) : undefined;
  const config = withAccount(configured, caller);
  if (deployed === undefined) return { config, judgedWith: judgedWith(catalogue, config) };
  const here = judgedWithOf(ROOT, configured);
  if (use !== 'look' && deployed.judgedWith.replace(/\+.*$/s, '') !== here)
    throw new ServiceError(
      'usage',
      `the service of ${where} was deployed with other rules or settings than those of this checkout: check out what is deployed${use === 'compare' ? ', or look without writing with --dry-run' : ''}`,
    );
  if (use === 'repair' && deployed.remediatedWith !== remediatedWith(configured))
    throw new ServiceError(
      'usage',
      `the service of ${where} was deployed with other settings of remediation or exemptions than those of this directory: who has to approve, and what is left alone, is what is deployed. Run it where that configuration is, or name it with --config`,
    );
  return createJudgedBy({ config, judgedWith: here, state, now: () => new Date() })();
}

/** Both of two that met wait, each for a time of its own. */
export async function backOff(attempt: number): Promise<void> {
  await wait(Math.random() * 20 * attempt);
}
