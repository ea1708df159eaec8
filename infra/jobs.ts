import { createHash } from 'node:crypto';
import type { DeployedFunction } from './function.ts';
import type { Place } from './place.ts';

export interface JobsSpec {
  readonly place: Place;
  readonly judgedWith: string;
  readonly remediatedWith: string;
  readonly table: sst.aws.Dynamo;
  readonly drift: DeployedFunction;
  readonly rejudge: DeployedFunction;
  /** What has to work before a job starts. */
  readonly after: readonly $util.Resource[];
}

/** What a deploy starts: reading everything once for a new table, which is the baseline, or for new regions, judging anew after a change of the rules, and noting what is deployed after a change of the settings about repairs. */
export function startJobs({ place, table, drift, rejudge, after, ...spec }: JobsSpec): void {
  const regions = [place.home, ...place.remote].join(' ');
  const run = createHash('sha256').update(regions).digest('hex').slice(0, 8);
  start('BaselineStart', drift, { start: `baseline-${run}` }, { table: table.arn, regions }, after);
  const { judgedWith, remediatedWith } = spec;
  const triggers = { table: table.arn, judgedWith, remediatedWith };
  start('RejudgeStart', rejudge, { start: `rejudge-${judgedWith}` }, triggers, after);
}

/** Called when it is made and whenever one of the triggers differs, not at every deploy. */
function start(
  name: string,
  job: DeployedFunction,
  input: Readonly<Record<string, string>>,
  triggers: Readonly<Record<string, $util.Input<string>>>,
  after: readonly $util.Resource[],
): void {
  new aws.lambda.Invocation(
    name,
    {
      functionName: job.function.name,
      input: JSON.stringify(input),
      triggers: { ...triggers },
      lifecycleScope: 'CREATE_ONLY',
    },
    { dependsOn: [...after] },
  );
}
