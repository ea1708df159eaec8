import type { Finding, Remediation } from '@podguard/core';
import type { Report } from './notice.ts';

export interface PlanChannel {
  /** Slack's id of it. */
  readonly channel: string;
  readonly showPlan: (shown: {
    readonly remediation: Remediation;
    readonly finding: Finding | null;
  }) => Promise<unknown>;
}

export interface ShowPlanDeps {
  readonly channels: readonly PlanChannel[];
  readonly findingOf: (key: string, rule: string) => Promise<Finding | undefined>;
  readonly report: Report;
}

/** Creates what shows a decision in every channel that has the plan. It keeps nothing from going on: what comes of it is told later. */
export function createShowPlan(deps: ShowPlanDeps): (remediation: Remediation) => Promise<void> {
  const { channels, findingOf, report } = deps;
  return async (remediation) => {
    const { key, rule, id } = remediation;
    const fails = (where: string) => (error: unknown) =>
      report({ kind: 'failed', what: `showing ${where} what was decided about ${id}`, error });
    const finding = await findingOf(key, rule).catch(fails('anywhere'));
    for (const { channel, showPlan } of channels)
      await showPlan({ remediation, finding: finding ?? null }).catch(fails(`in channel ${channel}`));
  };
}
