import type { DeployedFunction } from './function.ts';
import { FUNCTION_NAMES, type FunctionName } from './function-settings.ts';
import type { Place } from './place.ts';
import type { WorkQueue } from './queues.ts';

export interface DashboardSpec {
  readonly prefix: string;
  readonly place: Place;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  readonly queues: readonly WorkQueue[];
  readonly deadLetters: readonly aws.sqs.Queue[];
  readonly table: sst.aws.Dynamo;
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly driftMachine: aws.sfn.StateMachine;
}

type Metric = readonly ($util.Input<string> | Readonly<Record<string, unknown>>)[];

const WIDTH = 12;
const HEIGHT = 6;
const DAY_SECONDS = 86_400;

/** One page: what is wrong, how late things are, and what it costs. */
export function createDashboard(spec: DashboardSpec): aws.cloudwatch.Dashboard {
  const { prefix, place, functions, queues, deadLetters, table, alarms, driftMachine } = spec;
  const perFunction = (metric: string, more: Readonly<Record<string, unknown>> = {}): readonly Metric[] =>
    FUNCTION_NAMES.map((name) => ['AWS/Lambda', metric, 'FunctionName', functions[name].function.name, more]);
  const perQueue = (metric: string, some: readonly aws.sqs.Queue[]): readonly Metric[] =>
    some.map(({ name }) => ['AWS/SQS', metric, 'QueueName', name]);
  const work = queues.map(({ queue }) => queue);
  const graph = (title: string, metrics: readonly Metric[], stat = 'Sum', period = 300) => ({
    type: 'metric',
    properties: { title, metrics, stat, period, region: place.home, view: 'timeSeries' },
  });
  const widgets = [
    { type: 'alarm', properties: { title: 'Alarms', alarms: alarms.map(({ arn }) => arn) } },
    graph(
      'Seconds from a change to its event, once a day',
      ['iam', place.home, ...place.remote].map((region) => [
        'Podguard',
        'CanaryDelay',
        'service',
        'evaluate',
        'region',
        region,
      ]),
      'Maximum',
      DAY_SECONDS,
    ),
    graph(
      'Messages put aside',
      perQueue('ApproximateNumberOfMessagesVisible', [
        ...queues.map((queue) => queue.deadLetters),
        ...deadLetters,
      ]),
      'Maximum',
    ),
    graph('Age of the oldest message, seconds', perQueue('ApproximateAgeOfOldestMessage', work), 'Maximum'),
    graph('Messages', perQueue('NumberOfMessagesSent', work)),
    graph('Calls', perFunction('Invocations')),
    graph('Errors and throttles', [...perFunction('Errors'), ...perFunction('Throttles')]),
    graph('Duration, 95th percentile, milliseconds', perFunction('Duration'), 'p95'),
    graph(
      'Lag of the stream, milliseconds',
      [['AWS/Lambda', 'IteratorAge', 'FunctionName', functions.dispatch.function.name]],
      'Maximum',
    ),
    graph(
      'Runs that read the whole account',
      ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'].map((metric) => [
        'AWS/States',
        metric,
        'StateMachineArn',
        driftMachine.arn,
      ]),
      'Sum',
      DAY_SECONDS,
    ),
    graph(
      'Hours since the last of them reported',
      [['Podguard', 'HoursSinceDriftReport', 'service', 'sweep']],
      'Maximum',
      3_600,
    ),
    graph('Table: units consumed', [
      ['AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', table.name],
      ['AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', table.name],
    ]),
  ];
  return new aws.cloudwatch.Dashboard('Dashboard', {
    dashboardName: prefix,
    dashboardBody: $jsonStringify({ widgets: widgets.map(placed) }),
  });
}

/** Two in a row, from the top. */
function placed<W extends object>(widget: W, index: number) {
  const x = (index % 2) * WIDTH;
  const y = Math.floor(index / 2) * HEIGHT;
  return { ...widget, x, y, width: WIDTH, height: HEIGHT };
}
