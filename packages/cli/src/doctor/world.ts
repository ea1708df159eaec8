import { fileURLToPath } from 'node:url';
import {
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Config, channelsOf, eventGroups, isRemediating, reasonOf, ServiceError } from '@podguard/core';
import {
  alarmRulesOf,
  eventPatterns,
  type MappingPart,
  mappingsOf,
  prefixOf,
  type QueuePart,
  queuesOf,
  type RulePart,
  remoteRegions,
  rulesOf,
  type Site,
} from '@podguard/deployment';
import type { AwsClients } from './aws-clients.ts';
import { ask } from './line.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** How most of what is wrong is mended. */
export const DEPLOY = 'somebody changed it, or another version is deployed: deploy again (npx sst deploy)';

/** What checks look at: the account, and what this version and configuration would have made in it. */
export interface World {
  readonly stage: string;
  readonly site: Site;
  readonly regions: readonly string[];
  readonly config: Config;
  readonly rules: readonly RulePart[];
  readonly queues: readonly QueuePart[];
  readonly mappings: readonly MappingPart[];
  /** The names of channels, the topic's among them. */
  readonly channels: readonly string[];
  readonly clients: AwsClients;
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** The checkout whose rules are compared with those that are deployed. */
  readonly root: string;
  /** In place of Slack's own address. */
  readonly slackApi?: string;
  readonly now: () => Date;
  /** The configuration of a function by its short name; undefined where there is none. Each is read once. */
  functionNamed(short: string): Promise<GetFunctionConfigurationCommandOutput | undefined>;
  /** The table's name, as the functions know it. */
  table(): Promise<string | undefined>;
}

export interface WorldOptions {
  readonly stage: string;
  readonly home: string;
  readonly config: Config;
  readonly clients: AwsClients;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
  readonly slackApi?: string;
  /** Default: the checkout that runs. */
  readonly root?: string;
  readonly now: () => Date;
}

/** Finds out whose account it is, and what to expect in it. */
export async function findWorld(options: WorldOptions): Promise<World> {
  const { stage, home, config, clients, endpoint, profile, now } = options;
  const prefix = prefixOf(stage);
  const account = await callerAccount(options);
  if (config.account !== undefined && config.account !== account) {
    const told = `podguard.config.ts says account ${config.account}, the credentials are for ${account}`;
    throw new ServiceError('usage', `${told}; use those of ${config.account}`);
  }
  const site: Site = { prefix, account, home, remote: remoteRegions(home, config.regions) };
  const channels = Object.keys(channelsOf(config));
  const made = {
    channels,
    slackActions: config.slackActions !== undefined,
    remediation: isRemediating(config),
  };
  const rules = rulesOf(site, eventPatterns(eventGroups(config)));
  const lambda = clients.lambda(home);
  const known = new Map<string, Promise<GetFunctionConfigurationCommandOutput | undefined>>();
  const functionNamed = (short: string) => {
    const FunctionName = `${prefix}-${short}`;
    const call = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const found =
      known.get(short) ?? ask('lambda:GetFunctionConfiguration', call(), 'ResourceNotFoundException');
    known.set(short, found);
    return found;
  };
  return {
    rules: [...rules, ...alarmRulesOf(site)],
    ...{ stage, site, config, channels, clients, endpoint, profile, now, functionNamed },
    ...(options.slackApi === undefined ? {} : { slackApi: options.slackApi }),
    root: options.root ?? ROOT,
    regions: [home, ...site.remote],
    queues: queuesOf(site, { rules, ...made }),
    mappings: mappingsOf(site, made),
    table: async () => (await functionNamed('evaluate'))?.Environment?.Variables?.TABLE_NAME,
  };
}

async function callerAccount({ clients, home }: WorldOptions): Promise<string> {
  try {
    const { Account } = await clients.sts(home).send(new GetCallerIdentityCommand({}));
    if (Account !== undefined) return Account;
  } catch (cause) {
    throw new ServiceError('usage', `whose the credentials are cannot be asked: ${reasonOf(cause)}`, {
      cause,
    });
  }
  throw new ServiceError('usage', 'AWS does not say whose the credentials are: use others');
}

/** The stages that have an evaluate queue here, for whoever names one that is not. */
export async function stagesIn({
  clients,
  home,
}: Pick<WorldOptions, 'clients' | 'home'>): Promise<readonly string[]> {
  const stages: string[] = [];
  let token: string | undefined;
  do {
    const answer = await ask(
      'sqs:ListQueues',
      clients
        .sqs(home)
        .send(new ListQueuesCommand({ QueueNamePrefix: 'podguard-', MaxResults: 1000, NextToken: token })),
    );
    for (const url of answer?.QueueUrls ?? []) {
      const [, stage] = /\/podguard-([^/]+)-evaluate$/.exec(url) ?? [];
      if (stage !== undefined) stages.push(stage);
    }
    token = answer?.NextToken;
  } while (token !== undefined);
  return stages.sort();
}
