import {
  accountDefaultsKey,
  instanceKey,
  launchTemplateKey,
  launchTemplateVersionKey,
  partitionOf,
} from '@podguard/core';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
import { accountDefaults } from '../readers/account-defaults.ts';
import { hasEnded, instance, toldInstance } from '../readers/instance.ts';
import { launchTemplate, toldTemplate } from '../readers/launch-template.ts';
import { launchTemplateVersion, toldVersion } from '../readers/launch-template-version.ts';
import { WITH_MANAGED } from '../readers/with-managed.ts';

/** As many as EC2 describes at once. */
const MOST_INSTANCES = 1000;
const MOST_TEMPLATES = 200;

export const instances: Listing = {
  name: 'instances',
  kinds: ['ec2-instance'],
  scope: 'region',
  actions: ['ec2:DescribeInstances'],
  async list(NextToken, context) {
    const { region, account, clients, signal: abortSignal } = context;
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeInstancesCommand({
      NextToken,
      MaxResults: MOST_INSTANCES,
      ...WITH_MANAGED,
    });
    const answer = await client.send(command, { abortSignal });
    const all = must(answer.Reservations, 'list').flatMap(({ Instances = [] }) => Instances);
    const told = all
      .filter((found) => !hasEnded(found))
      .map((found) => {
        const key = instanceKey(partitionOf(region), region, account, must(found.InstanceId, 'id'));
        const whole = { kind: 'ec2-instance', key, region, told: toldInstance(found) } as const;
        return toldChange(instance, whole, context);
      });
    return { keys: told.map(({ key }) => key), told, next: answer.NextToken };
  },
};

export const launchTemplates: Listing = {
  name: 'launch-templates',
  kinds: ['launch-template'],
  scope: 'region',
  actions: ['ec2:DescribeLaunchTemplates'],
  async list(NextToken, context) {
    const { region, account, clients, signal: abortSignal } = context;
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeLaunchTemplatesCommand({
      NextToken,
      MaxResults: MOST_TEMPLATES,
      ...WITH_MANAGED,
    });
    const answer = await client.send(command, { abortSignal });
    const told = must(answer.LaunchTemplates, 'list').map((found) => {
      const id = must(found.LaunchTemplateId, 'id');
      const key = launchTemplateKey(partitionOf(region), region, account, id);
      const whole = { kind: 'launch-template', key, region, told: toldTemplate(found) } as const;
      return toldChange(launchTemplate, whole, context);
    });
    return { keys: told.map(({ key }) => key), told, next: answer.NextToken };
  },
};

/** The latest and the default of each: other numbers are read where something uses them. */
export const launchTemplateVersions: Listing = {
  name: 'launch-template-versions',
  kinds: [],
  scope: 'region',
  actions: ['ec2:DescribeLaunchTemplateVersions'],
  async list(NextToken, context) {
    const { region, account, clients, signal: abortSignal } = context;
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeLaunchTemplateVersionsCommand({
      Versions: ['$Latest', '$Default'],
      ...WITH_MANAGED,
      NextToken,
      MaxResults: MOST_TEMPLATES,
    });
    const answer = await client.send(command, { abortSignal });
    const told = must(answer.LaunchTemplateVersions, 'list').map((found) => {
      const id = must(found.LaunchTemplateId, 'id');
      const template = launchTemplateKey(partitionOf(region), region, account, id);
      const key = launchTemplateVersionKey(template, must(found.VersionNumber, 'number'));
      const whole = { kind: 'launch-template-version', key, region, told: toldVersion(found) } as const;
      return toldChange(launchTemplateVersion, whole, context);
    });
    // One that is both may be told twice.
    const byKey = new Map(told.map((change) => [change.key, change]));
    return { keys: [...byKey.keys()], told: [...byKey.values()], next: answer.NextToken };
  },
};

export const regionDefaults: Listing = {
  name: 'account-defaults',
  kinds: ['ec2-account-defaults'],
  scope: 'region',
  actions: accountDefaults.actions,
  async list(_, context) {
    const key = accountDefaultsKey(context.account, context.region);
    return { keys: [key], told: await accountDefaults.read(key, context), next: undefined };
  },
};
