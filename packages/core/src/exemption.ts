import type * as z from 'zod/mini';
import type { Config } from './config.ts';
import type { exemptionSetting } from './config-exemption.ts';
import { shortHash } from './hash.ts';
import type { Severity } from './verdict.ts';

/** A person's decision to accept findings for a time, at the severity and evidence they have when it begins. */
export interface Exemption {
  readonly id: string;
  /** Each holds where it is not empty; `*` stands for any letters. All tags must be there. */
  readonly rules: readonly string[];
  readonly resources: readonly string[];
  readonly accounts: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** It accepts nothing graver. */
  readonly severity?: Severity | undefined;
  readonly reason: string;
  readonly author: string;
  /** ISO 8601, UTC. It holds from then on, until before the end. */
  readonly since: string;
  readonly until: string;
  readonly origin: 'configuration' | 'cli' | 'slack';
  /** Ended before its time: it holds no more, whatever the clocks of those who read it say. */
  readonly removed?: { readonly at: string; readonly by: string };
}

export type ExemptionSetting = z.output<typeof exemptionSetting>;

/** The same decision has the same id. */
export function createExemption(setting: ExemptionSetting, origin: Exemption['origin']): Exemption {
  const { since, until, ...rest } = setting;
  const told = { ...rest, since: toInstant(since), until: toInstant(until) };
  return { id: `ex-${shortHash([JSON.stringify(told)], 12)}`, ...told, origin };
}

export function configuredExemptions({ exemptions }: Pick<Config, 'exemptions'>): readonly Exemption[] {
  return exemptions.map((setting) => createExemption(setting, 'configuration'));
}

/** Whether it holds at that time. */
export function isInForce({ since, until, removed }: Exemption, at: Date): boolean {
  const time = at.getTime();
  return Date.parse(since) <= time && time < Date.parse(until) && removed === undefined;
}

function toInstant(time: string): string {
  return new Date(time).toISOString();
}
