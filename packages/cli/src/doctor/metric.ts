import { GetMetricStatisticsCommand, type Statistic } from '@aws-sdk/client-cloudwatch';
import { ask } from './line.ts';
import type { World } from './world.ts';

export interface MetricSpec {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Extract<Statistic, 'Sum' | 'Maximum'>;
  readonly seconds: number;
}

/** A metric's sum or maximum of the last so many seconds; undefined where there is no data. */
export async function readMetric(world: World, spec: MetricSpec): Promise<number | undefined> {
  const end = world.now();
  const answer = await ask(
    'cloudwatch:GetMetricStatistics',
    world.clients.cloudWatch(world.site.home).send(
      new GetMetricStatisticsCommand({
        Namespace: spec.namespace,
        MetricName: spec.name,
        Dimensions: Object.entries(spec.dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(end.getTime() - spec.seconds * 1000),
        EndTime: end,
        Period: Math.ceil(spec.seconds / 60) * 60,
        Statistics: [spec.statistic],
      }),
    ),
  );
  const values = (answer?.Datapoints ?? []).flatMap((point) => point[spec.statistic] ?? []);
  if (values.length === 0) return undefined;
  return spec.statistic === 'Sum' ? values.reduce((a, b) => a + b, 0) : Math.max(...values);
}
