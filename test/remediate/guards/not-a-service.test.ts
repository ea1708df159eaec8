import { expect, test } from 'vitest';
import { causeBy, mine, READ, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['a person', 'yes', {}],
  ['CloudFormation for a person', 'yes', { cause: causeBy({ invokedBy: 'cloudformation.amazonaws.com' }) }],
  ['a service', 'no', { cause: causeBy({ principal: 'eks.amazonaws.com', type: 'service' }) }],
  [
    'a service-linked role',
    'no',
    {
      cause: causeBy({
        principal:
          'arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
        type: 'role',
      }),
    },
  ],
  [
    'a service-linked role without its path',
    'no',
    {
      cause: causeBy({
        principal: 'arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEKS',
        type: 'role',
      }),
    },
  ],
  [
    'a service that found a key in public, and asks to deactivate it',
    'yes',
    {
      cause: causeBy({ principal: 'support.amazonaws.com', type: 'service' }),
      remediation: mine({ rule: 'static-key-quarantined' }),
    },
  ],
  ['a read', 'yes', { cause: READ }],
  ['somebody unknown', 'unanswerable', { cause: causeBy({ principal: 'unknown', type: 'unknown' }) }],
  ['nobody knows', 'unanswerable', { cause: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('not-a-service', given)).toBe(word);
});
