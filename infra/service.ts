import {
  channelsOf,
  eventGroups,
  isRemediating,
  parseConfig,
  refuseUnknownRules,
  remediatedWith,
} from '@podguard/core';
import { eventPatterns, prefixOf } from '@podguard/deployment';
import { judgedWith } from '@podguard/deployment/judged-with';
import { catalogue } from '@podguard/rules';
import configuration from '../podguard.config.ts';
import { boundRoles } from './boundary.ts';
import { deliverEvents } from './delivery.ts';
import { createDriftMachine } from './drift.ts';
import { environmentOf } from './environment.ts';
import { connectSources } from './event-sources.ts';
import { createFunction, type DeployedFunction } from './function.ts';
import { FUNCTION_NAMES, type FunctionName } from './function-settings.ts';
import { grantsOf } from './grants.ts';
import { startJobs } from './jobs.ts';
import { deployOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { findPlace, type Place } from './place.ts';
import { attachPolicy, createDeadLetters } from './queues.ts';
import { createRemediate } from './remediation.ts';
import { remediateRoleName } from './remediation-grants.ts';
import { createReportBucket } from './report-bucket.ts';
import { createSchedules } from './schedules.ts';
import { createSlackActions } from './slack-actions.ts';
import { createTable } from './table.ts';
import { createTopic } from './topic.ts';
import { watch } from './watch.ts';
import { createWorkQueues } from './work-queues.ts';

const CONFIGURATION = 'podguard.config.ts';

/** Everything that a stage consists of. */
export async function deployService() {
  const config = parseConfig(configuration, CONFIGURATION);
  refuseUnknownRules(config, [...catalogue.rules, ...config.customRules], CONFIGURATION);
  const options = deployOptions(process.env);
  const prefix = prefixOf($app.stage);
  const place = await findPlace(config);
  boundRoles(options, remediateRoleName(prefix));

  const queues = createWorkQueues(prefix, Object.keys(channelsOf(config)), {
    isRemediating: isRemediating(config),
  });
  const undispatched = createDeadLetters(prefix, 'undispatched');
  const missed = createDeadLetters(prefix, 'missed');
  for (const [name, queue] of Object.entries({ undispatched, missed })) attachPolicy(name, queue, []);
  const parts: Parts = {
    ...{ prefix, place, options, config, queues, undispatched },
    judgedWith: judgedWith($cli.paths.root, config),
    table: createTable(options),
    topic: createTopic(prefix, place, options),
    reports: createReportBucket(),
    canaryRules: canaryRules(prefix, place),
  };
  const functions = createFunctions(parts);
  const { drift, rejudge } = functions;
  const driftMachine = createDriftMachine({ prefix, place, drift });
  const sources = [...connectSources(parts, functions), ...createRemediate(parts)];
  const patterns = eventPatterns(eventGroups(config));
  const delivery = deliverEvents({ prefix, place, patterns, evaluate: queues.evaluate });
  const schedules = createSchedules({
    ...{ prefix, place, functions, missed },
    drift: driftMachine,
    everyHours: config.drift.everyHours,
  });
  watch({ parts, functions, delivery, missed, driftMachine });
  const slackActions = createSlackActions(parts);

  const { judgedWith: present, table, topic, reports } = parts;
  const remote = delivery.forwarding?.regions.flatMap(({ rules }) => rules) ?? [];
  const targets = [...delivery.rules, ...remote].map(({ target }) => target);
  const after = [...sources, ...targets, ...schedules, ...topic.subscriptions, driftMachine.machine];
  const noted = { judgedWith: present, remediatedWith: remediatedWith(config) };
  startJobs({ place, ...noted, table, drift, rejudge, after });
  return {
    table: table.name,
    topic: topic.topic.arn,
    reports: reports.name,
    regions: [place.home, ...place.remote].join(' '),
    ...(slackActions === undefined ? {} : { slackActions }),
  };
}

function createFunctions(parts: Parts): Readonly<Record<FunctionName, DeployedFunction>> {
  const made = FUNCTION_NAMES.map((name) => {
    const statements = grantsOf(name, parts);
    const environment = environmentOf(name, parts);
    const { prefix, judgedWith } = parts;
    return [name, createFunction({ prefix, name, judgedWith, statements, environment })] as const;
  });
  return Object.fromEntries(made) as Record<FunctionName, DeployedFunction>;
}

function canaryRules(prefix: string, { account, home, remote }: Place): Readonly<Record<string, string>> {
  const regions = [home, ...remote];
  return Object.fromEntries(
    regions.map((region) => [region, `arn:aws:events:${region}:${account}:rule/${prefix}-canary`]),
  );
}
