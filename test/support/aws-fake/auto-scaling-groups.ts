import type { Stored } from './account.ts';
import { templateIn } from './ec2-templates.ts';
import {
  AwsError,
  type Data,
  listOf,
  type Operation,
  optional,
  pageOf,
  textOf,
  type Where,
} from './operation.ts';

interface Tag {
  readonly ResourceId?: string;
  readonly Key: string;
  readonly Value?: string;
}

function groupIn(name: string, { account, region }: Where): Stored {
  const group = account.autoScalingGroups.get(`${region}/${name}`);
  if (group !== undefined) return group;
  throw new AwsError('ValidationError', 400, 'AutoScalingGroup name not found - null');
}

/** Told by id and name, whichever was given; the version as it was written. */
function specified(input: unknown, where: Where): Data | undefined {
  if (input === undefined) return undefined;
  const asked = input as Data;
  const name = optional(asked, 'LaunchTemplateName');
  const template = templateIn(where, optional(asked, 'LaunchTemplateId'), name);
  const Version = optional(asked, 'Version') ?? '$Default';
  return { LaunchTemplateId: template.id, LaunchTemplateName: template.name, Version };
}

/** What instances are started from: a template, the template of a policy, or a launch configuration. */
function startedFrom(input: Data, where: Where): Data | undefined {
  const { LaunchTemplate, LaunchConfigurationName } = input;
  const policy = input.MixedInstancesPolicy as Data | undefined;
  const inPolicy = (policy?.LaunchTemplate as Data | undefined)?.LaunchTemplateSpecification;
  if (LaunchTemplate !== undefined) return { LaunchTemplate: specified(LaunchTemplate, where) };
  if (inPolicy !== undefined) {
    const LaunchTemplateSpecification = specified(inPolicy, where);
    return { MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification, Overrides: [] } } };
  }
  return LaunchConfigurationName === undefined ? undefined : { LaunchConfigurationName };
}

function tagged(group: Stored, added: readonly Tag[], removed: readonly Tag[]): void {
  const all = new Map((group.Tags as readonly Tag[]).map((tag) => [tag.Key, tag]));
  for (const { Key } of removed) all.delete(Key);
  for (const { Key, Value = '' } of added)
    all.set(Key, { Key, Value, ResourceId: String(group.AutoScalingGroupName) });
  group.Tags = [...all.values()];
}

const write = (name: string, run: (input: Data, where: Where) => void): Operation => ({
  service: 'autoscaling',
  name,
  writes: true,
  // Its answers are empty.
  run(input, where) {
    run(input, where);
    return {};
  },
});

export const AUTO_SCALING_GROUPS: readonly Operation[] = [
  write('CreateAutoScalingGroup', (input, where) => {
    const { account, region } = where;
    const name = textOf(input, 'AutoScalingGroupName');
    if (account.autoScalingGroups.has(`${region}/${name}`)) throw new AwsError('AlreadyExists', 400);
    const group = {
      AutoScalingGroupName: name,
      AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${account.id}:autoScalingGroup:1:autoScalingGroupName/${name}`,
      ...startedFrom(input, where),
      Tags: [],
    };
    tagged(group, listOf<Tag>(input, 'Tags'), []);
    account.autoScalingGroups.set(`${region}/${name}`, group);
  }),
  write('UpdateAutoScalingGroup', (input, where) => {
    const group = groupIn(textOf(input, 'AutoScalingGroupName'), where);
    const started = startedFrom(input, where);
    if (started === undefined) return;
    for (const name of ['LaunchTemplate', 'MixedInstancesPolicy', 'LaunchConfigurationName'])
      delete group[name];
    Object.assign(group, started);
  }),
  write('DeleteAutoScalingGroup', (input, where) => {
    const name = textOf(input, 'AutoScalingGroupName');
    groupIn(name, where);
    where.account.autoScalingGroups.delete(`${where.region}/${name}`);
  }),
  write('CreateOrUpdateTags', (input, where) => {
    for (const tag of listOf<Tag>(input, 'Tags')) tagged(groupIn(String(tag.ResourceId), where), [tag], []);
  }),
  write('DeleteTags', (input, where) => {
    for (const tag of listOf<Tag>(input, 'Tags')) tagged(groupIn(String(tag.ResourceId), where), [], [tag]);
  }),
  {
    service: 'autoscaling',
    name: 'DescribeAutoScalingGroups',
    writes: false,
    run(input, { account, region }) {
      const names = listOf<string>(input, 'AutoScalingGroupNames');
      const all = [...account.autoScalingGroups].flatMap(([id, group]) => {
        const isAsked = names.length === 0 || names.includes(String(group.AutoScalingGroupName));
        return id.startsWith(`${region}/`) && isAsked ? [group] : [];
      });
      const size = Number(input.MaxRecords ?? 50);
      if (size > 100) throw new AwsError('ValidationError', 400, 'MaxRecords is at most 100');
      const { page, next } = pageOf(all, optional(input, 'NextToken'), size);
      return { AutoScalingGroups: page, NextToken: next };
    },
  },
];
