import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { namesIn, tagMembers } from '../answers.ts';
import { must } from '../must.ts';
import { defineReader, type Told } from '../reader.ts';

export const autoScalingGroup = defineReader({
  name: 'auto-scaling-group',
  kind: 'auto-scaling-group',
  actions: ['autoscaling:DescribeAutoScalingGroups'],
  target(key) {
    // A group's name may hold slashes.
    const found = namesIn(key, 'autoscaling', 'autoScalingGroup');
    const name = found?.names.join('/');
    return found && name ? { region: found.region, name } : undefined;
  },
  async ask({ region, name }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.autoscaling(region);
    const command = new sdk.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    const groups = must((await client.send(command, { abortSignal })).AutoScalingGroups, 'list');
    const found = groups.find(({ AutoScalingGroupName }) => AutoScalingGroupName === name);
    return found === undefined || isEnding(found) ? null : toldGroup(found);
  },
});

/** Only while it is being deleted it has a status: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export function isEnding({ Status }: AutoScalingGroup): boolean {
  return Status !== undefined;
}

export function toldGroup(found: AutoScalingGroup): Told<'auto-scaling-group'> {
  return {
    fields: { name: found.AutoScalingGroupName, ...templateOf(found) },
    sets: { tags: tagMembers(found.Tags) },
  };
}

/** Its own, or its mixed instances policy's; without one it has a launch configuration, or is made of an instance. */
function templateOf({ LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup) {
  const template = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (template === undefined) return { templateId: null, templateName: null, templateVersion: null };
  return {
    templateId: template.LaunchTemplateId || undefined,
    templateName: template.LaunchTemplateName || undefined,
    // Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html
    templateVersion: template.Version || '$Default',
  };
}
