import { ACCOUNT } from '../records.ts';

export const key = `arn:aws:autoscaling:eu-central-1:${ACCOUNT}:autoScalingGroup/workers`;
export const launchTemplate = {
  launchTemplateId: 'lt-0a1b2c3d4e5f60718',
  launchTemplateName: 'workers',
  version: '3',
};
export const mixedInstancesPolicy = {
  launchTemplate: {
    launchTemplateSpecification: { launchTemplateId: 'lt-0a1b2c3d4e5f60718', version: '$Latest' },
    overrides: [{ instanceType: 'm7g.large' }],
  },
  instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0 },
};
export const template = {
  templateId: 'lt-0a1b2c3d4e5f60718',
  templateName: 'workers',
  templateVersion: '3',
};
