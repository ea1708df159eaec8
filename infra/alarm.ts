import { logicalName } from './names.ts';

export interface AlarmSpec {
  readonly prefix: string;
  /** The end of the alarm's name. */
  readonly name: string;
  /** What it means and what to do first; docs/operating.md has more. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, $util.Input<string>>>;
  readonly statistic: 'Sum' | 'Maximum';
  /** Of one period, in seconds. */
  readonly period: number;
  readonly periods?: number;
  readonly above: number;
  /** Missing data is news, too: not before there was any, so that a first deploy alarms nobody. */
  readonly awaited?: boolean;
  /** Absent: the home region. */
  readonly region?: string;
  readonly actions?: readonly $util.Input<string>[];
}

export function createAlarm(spec: AlarmSpec): aws.cloudwatch.MetricAlarm {
  const { prefix, name, region, periods = 1, actions = [] } = spec;
  const logical = logicalName(region === undefined ? name : `${name}-${region}`);
  return new aws.cloudwatch.MetricAlarm(`${logical}Alarm`, {
    name: `${prefix}-${name}`,
    alarmDescription: spec.description,
    namespace: spec.namespace,
    metricName: spec.metric,
    dimensions: { ...spec.dimensions },
    statistic: spec.statistic,
    period: spec.period,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    threshold: spec.above,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: spec.awaited === true ? 'missing' : 'notBreaching',
    ...(spec.awaited === true ? { insufficientDataActions: [...actions] } : {}),
    alarmActions: [...actions],
    okActions: [...actions],
    ...(region === undefined ? {} : { region }),
  });
}

export interface DlqAlarmSpec {
  readonly prefix: string;
  readonly name: string;
  readonly description?: string;
  readonly queue: aws.sqs.Queue;
  readonly region?: string;
  readonly actions?: readonly $util.Input<string>[];
}

/** One message that was put aside is one that somebody has to look at. */
export function dlqAlarm({ name, description, queue, ...rest }: DlqAlarmSpec): aws.cloudwatch.MetricAlarm {
  return createAlarm({
    ...rest,
    name: `${name}-depth`,
    description:
      description ?? `Messages were put aside in ${name}: read one, mend the cause, redrive the others.`,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue.name },
    statistic: 'Maximum',
    period: 300,
    above: 0,
  });
}
