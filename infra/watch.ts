import { createAlarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import type { Delivery } from './delivery.ts';
import type { DriftMachine } from './drift.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionName } from './function-settings.ts';
import type { Parts } from './parts.ts';
import { attachPolicy } from './queues.ts';
import { watchRemoteRegions } from './remote-alarms.ts';
import { listWorkQueues } from './work-queues.ts';

export interface WatchSpec {
  readonly parts: Parts;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  readonly delivery: Delivery;
  readonly driftMachine: DriftMachine;
  /** For calls that Scheduler could not make. */
  readonly missed: aws.sqs.Queue;
}

/** Alarms in every region, all of which reach the topic, and the dashboard. */
export function watch({ parts, functions, delivery, missed, driftMachine }: WatchSpec): void {
  const { prefix, place, undispatched, table, config } = parts;
  const { undelivered, forwarding } = delivery;
  const remote =
    forwarding === undefined ? undefined : watchRemoteRegions({ prefix, forwarding, undelivered });
  const rules = [...delivery.rules.map(({ rule }) => rule), ...(remote === undefined ? [] : [remote.rule])];
  const sources = rules.map(({ arn }) => arn);
  attachPolicy('undelivered', undelivered, [{ service: 'events.amazonaws.com', sources }]);
  const deadLetters = {
    ...{ undelivered, undispatched, missed },
    ...(remote === undefined ? {} : { 'remote-alarms': remote.notes }),
  };
  const queues = listWorkQueues(parts.queues);
  const alarms = createAlarms({
    ...{ prefix, functions, queues, deadLetters },
    topic: parts.topic.topic,
    organization: config.organization,
    drift: { machine: driftMachine.machine, everyHours: config.drift.everyHours },
  });
  createDashboard({
    ...{ prefix, place, functions, queues, table, alarms },
    driftMachine: driftMachine.machine,
    deadLetters: Object.values(deadLetters),
  });
}
