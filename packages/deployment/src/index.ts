export { alarmPattern, alarmRulesOf, forwardedAlarmPattern } from './alarm-rules.ts';
export type { DriftStep, Machine, State } from './drift-machine.ts';
export {
  BATCHES_AT_ONCE,
  DRIFT_SECONDS,
  driftMachine,
  LONGEST_RUN_SECONDS,
  MOST_BATCHES,
  MOST_SLICES,
  mostHistoryEvents,
} from './drift-machine.ts';
export type { EventPattern } from './event-patterns.ts';
export { eventPatterns } from './event-patterns.ts';
export { prefixOf } from './names.ts';
export type { ConfiguredParts, MappingPart, QueuePart, RulePart, Site } from './parts.ts';
export { canaryEvent, canaryRoleArn, mappingsOf, queueArn, queuesOf, ruleArn, rulesOf } from './parts.ts';
export { appearIn, GLOBAL_REGION, remoteRegions } from './regions.ts';
export { busStatements, forwardTrust, queueStatements, type Sender } from './resource-policies.ts';
