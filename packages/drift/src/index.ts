export type { Difference, Explanation, FieldDifference } from './difference.ts';
export type { DriftRun, ReadCounts, ShardPage } from './drift-run.ts';
export type { RunResults } from './run-results.ts';
export type { Shard } from './shard.ts';
export { shardSchema } from './shard.ts';
