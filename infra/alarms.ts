import { createAlarm, dlqAlarm } from './alarm.ts';
import type { DeployedFunction } from './function.ts';
import { type AnyFunctionName, FUNCTION_NAMES, type FunctionName } from './function-settings.ts';
import type { WorkQueue } from './queues.ts';

export interface AlarmsSpec {
  readonly prefix: string;
  readonly topic: aws.sns.Topic;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  readonly queues: readonly WorkQueue[];
  /** Queues for what could not be delivered, by name. */
  readonly deadLetters: Readonly<Record<string, aws.sqs.Queue>>;
  /** Whether the accounts of the organization are listed. */
  readonly organization: boolean;
  readonly drift: { readonly machine: aws.sfn.StateMachine; readonly everyHours: number };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds that a message may wait: alerts less than jobs that wait on purpose. */
const OLDEST: Readonly<Record<string, number>> = { rejudge: 2 * HOUR, remediate: 2 * HOUR };
const OLDEST_DEFAULT = 15 * MINUTE;
/** Of queues that hold something else than messages to be sent again. */
const MEANING: Readonly<Record<string, string>> = {
  undispatched:
    'Rows of the table could not be handed on: the sweep hands them on; the log of dispatch says why it failed.',
  missed:
    'A schedule could not call its function or start a run: look at it, and at the role of the schedules.',
  'remote-alarms':
    'An alarm began in another region: the message says in which; mend it there, then delete the message.',
};
/** Called all the time; the others run a few times a day. */
const STEADY: ReadonlySet<AnyFunctionName> = new Set([
  ...(['evaluate', 'dispatch', 'notify', 'tell-held'] as const),
]);
/** Those of them that say of each message whether it failed. */
const BATCHED: ReadonlySet<AnyFunctionName> = new Set(['evaluate', 'dispatch', 'notify', 'remediate']);

/** Every alarm of the home region, all to the topic. */
export function createAlarms(spec: AlarmsSpec): readonly aws.cloudwatch.MetricAlarm[] {
  const actions = [spec.topic.arn];
  const { prefix, functions } = spec;
  return [
    ...spec.queues.map(({ name, deadLetters: queue }) =>
      dlqAlarm({ prefix, name: `${name}-dlq`, queue, actions }),
    ),
    ...Object.entries(spec.deadLetters).map(([name, queue]) =>
      dlqAlarm({ prefix, name, queue, actions, ...(name in MEANING ? { description: MEANING[name] } : {}) }),
    ),
    ...spec.queues.map((queue) => oldestMessage(prefix, queue, actions)),
    ...FUNCTION_NAMES.flatMap((name) => functionAlarms(prefix, functions[name], name, actions)),
    createAlarm({
      ...{ prefix, actions, name: 'dispatch-iterator-age', namespace: 'AWS/Lambda', metric: 'IteratorAge' },
      description:
        'Alerts are late: dispatch does not keep up with the table, or fails over one row again and again.',
      dimensions: { FunctionName: functions.dispatch.function.name },
      ...{ statistic: 'Maximum', period: 5 * MINUTE, periods: 2, above: 10 * MINUTE * 1000 },
    }),
    createAlarm({
      ...{ prefix, actions, name: 'canary-late', namespace: 'Podguard', metric: 'CanaryLate' },
      description:
        'The daily test change did not come back from every watched region, or was not looked for: events are lost or late.',
      dimensions: { service: 'canary' },
      ...{ statistic: 'Maximum', period: HOUR, periods: 2, above: 0, awaited: true },
    }),
    ...driftAlarms(prefix, spec.drift, actions),
    ...(spec.organization ? [organizationUnread(prefix, actions)] : []),
  ];
}

/** A run that is due may wait for one that is under way, and takes its time. */
const OVERDUE_HOURS = 6;

function driftAlarms(
  prefix: string,
  { machine, everyHours }: AlarmsSpec['drift'],
  actions: readonly $util.Input<string>[],
) {
  return [
    createAlarm({
      ...{ prefix, actions, name: 'drift-failed', namespace: 'AWS/States', metric: 'ExecutionsFailed' },
      description:
        'A run that reads the whole account failed, without a report: the log of drift says why; the next run is due as ever.',
      dimensions: { StateMachineArn: machine.arn },
      ...{ statistic: 'Sum', period: 5 * MINUTE, above: 0 },
    }),
    createAlarm({
      ...{ prefix, actions, name: 'drift-overdue', namespace: 'Podguard', metric: 'HoursSinceDriftReport' },
      description: `No run that reads the whole account has reported for ${everyHours + OVERDUE_HOURS} hours, and one is due every ${everyHours}.`,
      dimensions: { service: 'sweep' },
      ...{ statistic: 'Maximum', period: HOUR, above: everyHours + OVERDUE_HOURS, awaited: true },
    }),
  ];
}

/** Tried by each sweep; one that is throttled is no news. */
function organizationUnread(prefix: string, actions: readonly $util.Input<string>[]) {
  return createAlarm({
    ...{ prefix, actions, name: 'organization-unread', namespace: 'Podguard', metric: 'OrganizationNotRead' },
    description:
      'The accounts of the organization cannot be listed: those listed last hold, and where none ever were, no account is called unknown. The log of sweep says why.',
    dimensions: { service: 'sweep' },
    ...{ statistic: 'Sum', period: HOUR, periods: 2, above: 0 },
  });
}

export function oldestMessage(
  prefix: string,
  { name, queue }: WorkQueue,
  actions: readonly $util.Input<string>[],
) {
  return createAlarm({
    ...{
      prefix,
      actions,
      name: `${name}-age`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateAgeOfOldestMessage',
    },
    description: `Messages wait in ${name} for too long: its function fails, is throttled or does not keep up.`,
    dimensions: { QueueName: queue.name },
    ...{ statistic: 'Maximum', period: 5 * MINUTE, above: OLDEST[name] ?? OLDEST_DEFAULT },
  });
}

export function functionAlarms(
  prefix: string,
  { function: made }: DeployedFunction,
  name: AnyFunctionName,
  actions: readonly $util.Input<string>[],
) {
  const common = {
    ...{ prefix, actions, namespace: 'AWS/Lambda', dimensions: { FunctionName: made.name } },
    ...{ statistic: 'Sum' as const, period: 5 * MINUTE, above: 0 },
  };
  return [
    createAlarm({
      ...common,
      name: `${name}-errors`,
      metric: 'Errors',
      periods: STEADY.has(name) ? 3 : 1,
      description: STEADY.has(name)
        ? `${name} crashed, ran out of time or could not start, in three periods in a row; its log says why.`
        : `${name} failed; its log says over what.`,
    }),
    ...(BATCHED.has(name) ? [failures(prefix, name, actions)] : []),
    createAlarm({
      ...common,
      name: `${name}-throttles`,
      metric: 'Throttles',
      periods: 3,
      description: `${name} is throttled: the account's concurrent executions are used up.`,
    }),
  ];
}

/**
 * Functions that take batches answer which messages failed, also where all did: Lambda counts no error then. One failure is no
 * news, as what a queue or the stream brings is brought again.
 */
function failures(prefix: string, name: AnyFunctionName, actions: readonly $util.Input<string>[]) {
  return createAlarm({
    ...{ prefix, actions, name: `${name}-failures`, namespace: 'Podguard', metric: 'Failures' },
    description: `${name} could not do some of its work in three periods in a row; its log says which and why.`,
    dimensions: { service: name },
    // Its sweep comes each quarter of an hour, and is not tried again before.
    ...{ statistic: 'Sum', period: (name === 'remediate' ? 30 : 5) * MINUTE, periods: 3, above: 0 },
  });
}
