import type { Finding, Remediation, RemediationState } from '@podguard/core';
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
  readonly remediations: Pick<RemediationState, 'loadRemediation'>;
  readonly channels: readonly PlanChannel[];
  readonly findingOf: (key: string, rule: string) => Promise<Finding | undefined>;
  readonly report: Report;
}

const TURNS = 4;

/** Creates what shows a decision in every channel that has the plan. It keeps nothing from going on: what comes of it is told later. */
export function createShowPlan(deps: ShowPlanDeps): (remediation: Remediation) => Promise<void> {
  const { remediations, channels, findingOf, report } = deps;
  const showIn = async (showPlan: PlanChannel['showPlan'], decided: Remediation, finding: Finding | null) => {
    let shown = decided;
    for (let turn = 0; turn < TURNS; turn += 1) {
      await showPlan({ remediation: shown, finding });
      // Whoever decided at the same time may have shown it in between.
      const now = (await remediations.loadRemediation(decided.id)) ?? shown;
      if (now.version === shown.version) return;
      shown = now;
    }
  };
  return async (remediation) => {
    const { key, rule, id } = remediation;
    const fails = (where: string) => (error: unknown) =>
      report({ kind: 'failed', what: `showing ${where} what was decided about ${id}`, error });
    const finding = await findingOf(key, rule).catch(fails('anywhere'));
    for (const { channel, showPlan } of channels)
      await showIn(showPlan, remediation, finding ?? null).catch(fails(`in channel ${channel}`));
  };
}
