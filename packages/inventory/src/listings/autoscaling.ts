import { autoScalingGroupKey, partitionOf } from '@podguard/core';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
import { autoScalingGroup, isEnding, toldGroup } from '../readers/auto-scaling-group.ts';
import { pinnedVersions } from './pinned-versions.ts';

/** As many as Auto Scaling describes at once. */
const MaxRecords = 100;

/** With the versions of launch templates that they use. */
export const autoScalingGroups: Listing = {
  name: 'auto-scaling-groups',
  kinds: ['auto-scaling-group'],
  scope: 'region',
  actions: ['autoscaling:DescribeAutoScalingGroups', 'ec2:DescribeLaunchTemplates'],
  further: pinnedVersions,
  async list(NextToken, context) {
    const { region, account, clients, signal: abortSignal } = context;
    const { sdk, client } = await clients.autoscaling(region);
    const command = new sdk.DescribeAutoScalingGroupsCommand({ NextToken, MaxRecords });
    const answer = await client.send(command, { abortSignal });
    const told = must(answer.AutoScalingGroups, 'list')
      .filter((found) => !isEnding(found))
      .map((found) => {
        const name = must(found.AutoScalingGroupName, 'name');
        const key = autoScalingGroupKey(partitionOf(region), region, account, name);
        const whole = { kind: 'auto-scaling-group', key, region, told: toldGroup(found) } as const;
        return toldChange(autoScalingGroup, whole, context);
      });
    return { keys: told.map(({ key }) => key), told, next: answer.NextToken };
  },
};
