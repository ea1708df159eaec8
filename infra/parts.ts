import type { Config } from '@podguard/core';
import type { DeployOptions } from './options.ts';
import type { Place } from './place.ts';
import type { AlertTopic } from './topic.ts';
import type { WorkQueues } from './work-queues.ts';

/** What functions are given to work with. */
export interface Parts {
  readonly prefix: string;
  readonly place: Place;
  readonly options: DeployOptions;
  readonly config: Config;
  readonly judgedWith: string;
  readonly table: sst.aws.Dynamo;
  readonly topic: AlertTopic;
  readonly reports: sst.aws.Bucket;
  /** For rows of the table's stream that could not be handed on. */
  readonly undispatched: aws.sqs.Queue;
  readonly queues: WorkQueues;
  /** The ARN of the rule by which the canary is awaited, by region. */
  readonly canaryRules: Readonly<Record<string, string>>;
}
