import { partitionOf } from '@podguard/core';
import { expect, test } from 'vitest';

test.for([
  ['eu-central-1', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['us-iso-west-1', 'aws-iso'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['', 'aws'],
  ['cn-west-3r', 'aws'],
  ['us-gov-north-9r', 'aws'],
  ['region-code', 'aws'],
] as const)('region %s is of %s', ([region, partition]) => expect(partitionOf(region)).toBe(partition));
