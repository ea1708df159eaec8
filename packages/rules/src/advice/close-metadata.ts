import type { MigrationStep } from '@podguard/core';
import { type AdviceInput, isOf } from './around.ts';
import type { Blanks } from './blanks.ts';
import { step } from './migration.ts';

/** https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html */
export function closeMetadata({ resource }: AdviceInput, blanks: Blanks): MigrationStep {
  const own = isOf(resource, 'ec2-instance') ? resource.key.split('/').at(-1) : undefined;
  const instance = blanks.known(own, 'INSTANCE_ID', 'id of a node');
  const region = blanks.known(resource.region || undefined, 'REGION', 'region of CLUSTER');
  return step(
    'Keep pods from the node’s metadata service',
    [
      'With tokens required and a hop limit of 1 a pod no longer gets the node’s credentials, unless it has hostNetwork. What still leans on them breaks (the load balancer controller and agents that ask for their region or VPC: give them those as settings), so begin with one node. The nodes to come get it from their launch template.',
    ],
    {
      commands: [
        `aws ec2 modify-instance-metadata-options --region ${region} --instance-id ${instance} --http-tokens required --http-put-response-hop-limit 1`,
      ],
    },
  );
}
