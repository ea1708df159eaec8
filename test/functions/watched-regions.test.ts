import { watchedRegions } from '@podguard/functions';
import { expect, test } from 'vitest';

test.for([
  ['eu-central-1', ['eu-west-1'], ['eu-central-1', 'us-east-1', 'eu-west-1']],
  ['us-east-1', ['us-east-1'], ['us-east-1']],
  ['us-gov-east-1', [], ['us-gov-east-1', 'us-gov-west-1']],
  ['cn-northwest-1', [], ['cn-northwest-1', 'cn-north-1']],
] as const)(
  'from %s its own is watched, and where IAM of its partition is called',
  ([home, regions, all]) => {
    expect(watchedRegions(home, { regions: [...regions] })).toEqual(all);
  },
);
