import type { JsonObject } from '@podguard/core';
import type { Machine } from '../../../scripts/samples/ec2.ts';
import type { Caller } from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { wrapped } from './step.ts';

export const CLUSTER = 'parcels-prod';
export const NODE_POLICIES = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKS_CNI_Policy',
];

export const instanceId = (random: Random) => `i-0${random.hex(16)}`;
export const templateId = (random: Random) => `lt-0${random.hex(16)}`;

export const machine = (
  id: string,
  template: string,
  profile: string,
  tags: Record<string, string>,
): Machine => ({
  id,
  tokens: 'required',
  tags,
  profile,
  template,
});

export function createTemplate(by: Caller, id: string, name: string, metadata: JsonObject, profile: string) {
  const request = {
    LaunchTemplateName: name,
    LaunchTemplateData: {
      ImageId: 'ami-0d1f7c9b2ea64305f',
      IamInstanceProfile: { Name: profile },
      MetadataOptions: metadata,
    },
  };
  const launchTemplate = {
    launchTemplateId: id,
    launchTemplateName: name,
    defaultVersionNumber: 1,
    latestVersionNumber: 1,
  };
  return wrapped(by, 'CreateLaunchTemplate', request, { launchTemplate });
}

export const HARDENED = { HttpTokens: 'required', HttpPutResponseHopLimit: 1 };
