import { appearIn, canaryEvent, type EventPattern } from '@podguard/deployment';
import { createRules, type DeliveringRule } from './event-rules.ts';
import { createForwarding, type Forwarding } from './forwarding.ts';
import type { Place } from './place.ts';
import { attachPolicy, createDeadLetters, type WorkQueue } from './queues.ts';

export interface DeliverySpec {
  readonly prefix: string;
  readonly place: Place;
  readonly patterns: readonly EventPattern[];
  readonly evaluate: WorkQueue;
}

export interface Delivery {
  /** Where there are other regions than the home one. */
  readonly forwarding: Forwarding | undefined;
  /** Of the home region's buses. */
  readonly rules: readonly DeliveringRule[];
  /** For events that could not be put into the evaluate queue. */
  readonly undelivered: aws.sqs.Queue;
}

/** From the buses of all watched regions to the evaluate queue, each event once. */
export function deliverEvents({ prefix, place, patterns, evaluate }: DeliverySpec): Delivery {
  const { account, home, remote } = place;
  const all = [...patterns, canaryEvent({ prefix, account })];
  const undelivered = createDeadLetters(prefix, 'undelivered');
  const target = { arn: evaluate.queue.arn, deadLetters: undelivered.arn };
  const forwarding =
    remote.length === 0
      ? undefined
      : createForwarding({ prefix, place, patternsIn: (region) => appearIn(region, all) });
  const atHome = createRules({ prefix, region: home, label: 'home', patterns: appearIn(home, all), target });
  const forwarded =
    forwarding === undefined
      ? []
      : createRules({
          ...{ prefix, region: home, label: 'forwarded', bus: forwarding.bus, target },
          patterns: all.filter((pattern) => remote.some((region) => appearIn(region, [pattern]).length > 0)),
        });
  const rules = [...atHome, ...forwarded];
  const sources = rules.map(({ rule }) => rule.arn);
  const senders = [{ service: 'events.amazonaws.com', sources }];
  attachPolicy('evaluate', evaluate.queue, senders);
  return { forwarding, rules, undelivered };
}
