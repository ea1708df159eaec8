import { checkArrivals } from './checks/arrivals.ts';
import { checkBus } from './checks/bus.ts';
import { checkChannels } from './checks/channels.ts';
import { checkDrift } from './checks/drift.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkMappings } from './checks/mappings.ts';
import { checkOrganization } from './checks/organization.ts';
import { checkDeadLetters, checkQueues } from './checks/queues.ts';
import { checkRoles } from './checks/roles.ts';
import { checkRules } from './checks/rules.ts';
import { checkSchedules } from './checks/schedules.ts';
import { checkTable } from './checks/table.ts';
import { checkTrail } from './checks/trail.ts';
import { checkVersion } from './checks/version.ts';
import { checkWaiting } from './checks/waiting.ts';
import type { Line, Look } from './line.ts';
import { sendTests } from './send-test.ts';
import type { World } from './world.ts';

export interface Check {
  readonly name: string;
  /** What it proves, for docs. */
  readonly proves: string;
  readonly run: (world: World) => Promise<readonly Look[]>;
}

/** In the order of a record's way: from the call to whoever is told. */
export const CHECKS: readonly Check[] = [
  {
    name: 'trail',
    proves: 'in each watched region a trail logs what is watched, and is logging',
    run: checkTrail,
  },
  {
    name: 'rules',
    proves: "EventBridge's rules are enabled, with the patterns and targets that this version makes",
    run: checkRules,
  },
  { name: 'bus', proves: 'events of other regions may come to the home region', run: checkBus },
  {
    name: 'queues',
    proves: 'queues are there, let in exactly the rules that send to them, and put aside what fails',
    run: checkQueues,
  },
  { name: 'put-aside', proves: 'nothing failed for good', run: checkDeadLetters },
  { name: 'waiting', proves: 'nothing waits for longer than a quarter of an hour', run: checkWaiting },
  { name: 'sources', proves: "functions read their queues and the table's stream", run: checkMappings },
  {
    name: 'table',
    proves: 'the table has its stream, its removal of what is over, and backups',
    run: checkTable,
  },
  {
    name: 'functions',
    proves: 'functions are ready, run by their own roles, and are not switched off',
    run: checkFunctions,
  },
  {
    name: 'roles',
    proves: 'roles may do what the code calls, organization and boundary included',
    run: checkRoles,
  },
  { name: 'schedules', proves: 'what is called on a schedule was called', run: checkSchedules },
  {
    name: 'drift',
    proves: 'the account is read when it is due, by the state machine that this version makes',
    run: checkDrift,
  },
  {
    name: 'channels',
    proves: 'whoever is to be told can be reached, as far as that shows without a message',
    run: checkChannels,
  },
  {
    name: 'arrivals',
    proves: 'the daily canary came back from every region, and how long it took',
    run: checkArrivals,
  },
  {
    name: 'organization',
    proves: 'the accounts of the organization are listed, where they are asked for',
    run: checkOrganization,
  },
  {
    name: 'version',
    proves: 'the rules of this checkout are deployed, and the settings that verdicts depend on',
    run: checkVersion,
  },
];

export const TEST_MESSAGES: Check = {
  name: 'test-messages',
  proves: 'each channel takes a message; only with --send-test',
  run: sendTests,
};

/** Runs them one after the other, told of each. */
export async function runChecks(
  world: World,
  checks: readonly Check[],
  onCheck: (name: string) => void = () => {},
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const { name, run } of checks) {
    onCheck(name);
    for (const found of await run(world)) lines.push({ check: name, ...found });
  }
  return lines;
}
