import {
  BASELINE_MARK,
  type Config,
  isOfBaseline,
  readBaseline,
  rulesIn,
  type ServiceState,
  type Transition,
} from '@podguard/core';
import { toMessageBody } from './message-body.ts';
import type { Queue, QueueMessage } from './queue.ts';

export interface HandToRemediateDeps {
  readonly config: Pick<Config, 'remediation'>;
  /** The one that is repaired: findings of others are only told. */
  readonly account: string;
  readonly queue: Queue;
  readonly state: Pick<ServiceState, 'loadMark'>;
}

/** By which a finding begins, or needs something else than it did. */
const BEGINNINGS: readonly Transition['type'][] = ['opened', 'reopened', 'worsened'];

/**
 * Creates what hands transitions on to be repaired, after people were told of them: a message for each, when the settle time is
 * over. Whoever tells them again hands them on again; what takes them knows each by its id. What is only judged otherwise, or was
 * replayed, or was there before anybody listened, is handed on by nobody.
 */
export function createHandToRemediate(
  deps: HandToRemediateDeps,
): (transitions: readonly Transition[]) => Promise<void> {
  const { config, account, queue, state } = deps;
  const rules = new Set(rulesIn(config, 'shadow', 'propose', 'auto'));
  const delaySeconds = config.remediation.settleSeconds;
  return async (transitions) => {
    const begun = transitions.filter(
      (one) => rules.has(one.finding.rule) && one.finding.resource.account === account && isBeginning(one),
    );
    if (begun.length === 0) return;
    const wasThere = begun.some(isDrift) ? await wasThereBefore(state) : () => false;
    const messages = begun.filter((one) => !wasThere(one)).flatMap((one) => messageOf(one, delaySeconds));
    if (messages.length > 0) await queue.send(messages);
  };
}

function isDrift({ cause }: Transition): boolean {
  return cause === 'drift';
}

/** What a baseline's own reads showed; where it cannot be read what the baselines were, all that reads showed. */
async function wasThereBefore(
  state: HandToRemediateDeps['state'],
): Promise<(transition: Transition) => boolean> {
  const mark = await state.loadMark(BASELINE_MARK);
  const baseline = readBaseline(mark);
  if (baseline !== undefined) return (one) => isDrift(one) && isOfBaseline(one.at, baseline);
  return mark === undefined ? () => false : isDrift;
}

function isBeginning({ type, cause, replayed, finding }: Transition): boolean {
  return (
    BEGINNINGS.includes(type) &&
    (cause === 'record' || cause === 'drift') &&
    replayed !== true &&
    finding.status === 'open'
  );
}

function messageOf({ id, finding }: Transition, delaySeconds: number): readonly QueueMessage[] {
  const { opened, rule, resource } = finding;
  if (opened === null) return [];
  const body = toMessageBody({
    ...({ podguard: 'remediate', step: 'begin', transition: id } as const),
    ...{ finding: finding.id, rule, key: resource.key, opened: opened.eventId },
  });
  return [{ body, delaySeconds }];
}
