import { roleArn, type TestAccount } from './account.ts';

/** Of each kind that makes nodes, or runs in the cluster `prod`, so many, by these numbers; that cluster is there already. */
export async function fillNodes(account: TestAccount, numbers: readonly string[]): Promise<void> {
  const { eks, ec2, autoscaling } = account;
  const prod = { clusterName: 'prod' };
  for (const at of numbers) {
    const made = await ec2.createLaunchTemplate({
      LaunchTemplateName: `t-${at}`,
      LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } },
    });
    const id = made.LaunchTemplate?.LaunchTemplateId ?? '';
    const newer = {
      LaunchTemplateId: id,
      LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional' } },
    };
    // Of the first four: 1 is used by an Auto Scaling group and 2 by a node group, 3 is the default, 4 the latest.
    if (Number(at) < 4) {
      for (let version = 2; version <= 4; version += 1) await ec2.createLaunchTemplateVersion(newer as never);
      await ec2.modifyLaunchTemplate({ LaunchTemplateId: id, DefaultVersion: '3' });
    }
    const version = Number(at) < 4 ? '2' : '1';
    const nodeRole = roleArn('node');
    const launchTemplate = { id, version };
    await eks.createNodegroup({ ...prod, nodegroupName: `n-${at}`, nodeRole, subnets: [], launchTemplate });
    await eks.createAddon({ ...prod, addonName: `a-${at}` });
    await eks.createFargateProfile({
      ...prod,
      fargateProfileName: `f-${at}`,
      podExecutionRoleArn: roleArn('fargate'),
      selectors: [{ namespace: `ns-${at}` }],
    });
    await eks.createCapability({
      ...prod,
      capabilityName: `c-${at}`,
      type: 'KRO',
      roleArn: roleArn('kro'),
      deletePropagationPolicy: 'RETAIN',
    });
    await autoscaling.createAutoScalingGroup({
      AutoScalingGroupName: `g-${at}`,
      MinSize: 0,
      MaxSize: 1,
      LaunchTemplate: { LaunchTemplateId: id, Version: '1' },
    });
    await ec2.runInstances({ MinCount: 1, MaxCount: 1 });
  }
}
