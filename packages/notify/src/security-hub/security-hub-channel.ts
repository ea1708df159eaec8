import type { AwsSecurityFinding, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Rule, ServiceState, Transition } from '@podguard/core';
import { toAsff } from '@podguard/report';
import type { Channel } from '../alert.ts';
import { wellFormed } from '../well-formed.ts';
import { createHubCalls } from './hub-calls.ts';
import { createSuppressions, type WorkflowChange } from './workflow.ts';

export interface SecurityHubChannelDeps {
  readonly name?: string;
  readonly client: SecurityHubClient;
  /** Of the service: Security Hub takes findings only of the account that sends them. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'>;
  /** Undefined for a rule that is not in the catalogue any more. */
  readonly ruleOf: (id: string) => Pick<Rule, 'mend' | 'mappings' | 'references'> | undefined;
  readonly now?: () => Date;
}

/** What a `send` takes at most, with some time for the state. */
export const SECURITY_HUB_SEND_MS = 20_000;

/**
 * Keeps a finding in Security Hub for each that was ever open: updated as it changes, archived when it ends, suppressed while
 * it is exempt. Sending an alert again changes nothing. Digests are for people: their transitions were told.
 */
export function createSecurityHubChannel(deps: SecurityHubChannelDeps): Channel {
  const { name = 'security-hub', now = () => new Date() } = deps;
  const suppressions = createSuppressions(name, deps.state);
  let last = 0;
  /**
   * An update that is not later than the one before is ignored.
   * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
   */
  const later = (): Date => {
    last = Math.max(now().getTime(), last + 1);
    return new Date(last);
  };
  return {
    name,
    async send(alert) {
      if (alert.kind !== 'transitions') return;
      const calls = createHubCalls(deps, alert);
      const at = later();
      const told = await Promise.all(
        newestOfEach(alert.transitions).map(async (transition) => {
          const change = await suppressions.changeFor(transition);
          return { transition, change, asff: asffOf(transition, { ...deps, at, change }) };
        }),
      );
      await calls.importAll(told.map(({ asff }) => asff));
      for (const same of Map.groupBy(told, ({ change }) => JSON.stringify(change)).values()) {
        const change = same[0]?.change;
        if (change === undefined) continue;
        await calls.update(
          same.map(({ asff }) => asff),
          change,
        );
        for (const { transition } of same) await suppressions.changed(transition, change);
      }
    },
  };
}

/** Security Hub keeps what is so now, not how it came about. */
function newestOfEach(transitions: readonly Transition[]): readonly Transition[] {
  return [...new Map(transitions.map((transition) => [transition.finding.id, transition])).values()];
}

interface Writing extends SecurityHubChannelDeps {
  readonly at: Date;
  readonly change: WorkflowChange | undefined;
}

/** Of its workflow Security Hub takes what a new finding has, so that none is shown as unheeded for a moment. */
function asffOf({ finding }: Transition, { change, at, ...deps }: Writing): AwsSecurityFinding {
  const { partition, region, account, ruleOf } = deps;
  const productArn = `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
  return wellFormed({
    ...toAsff(finding, { productArn, at, rule: ruleOf(finding.rule) }),
    RecordState: finding.status === 'resolved' ? 'ARCHIVED' : 'ACTIVE',
    ...(change === undefined
      ? {}
      : { Workflow: { Status: change.status }, Note: { ...change.note, UpdatedAt: at.toISOString() } }),
  });
}
