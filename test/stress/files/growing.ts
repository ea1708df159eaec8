import type { JsonObject } from '@podguard/core';
import { createRandom } from '../../../scripts/samples/random.ts';
import type { FlowCall } from '../../support/flow.ts';

/** What somebody does again and again to one resource, so that its item would grow without bounds. */
export interface Growing {
  readonly name: string;
  readonly calls: (times: number, seed: number) => readonly FlowCall[];
  /** Finds what is judged of the last state, whatever came before. */
  /** The part of the times that it is done: what reads many others takes longer. */
  readonly share?: number;
}

const LAST = 40_000_000;
const ROLE = { roleName: 'app' };
const created: FlowCall = [0, 'CreateRole', { ...ROLE, assumeRolePolicyDocument: trustOf([lambda()]) }];
/** The role of a function, which any pod gets in the end. */
const LAST_CALL: FlowCall = [LAST, 'UpdateAssumeRolePolicy', { ...ROLE, policyDocument: trustOf([pods()]) }];
/** What that opens. */
export const OPENED = { rule: 'pod-identity-trust-unscoped', eventId: `UpdateAssumeRolePolicy-${LAST}` };

function pods(): JsonObject {
  return {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  };
}

function lambda(): JsonObject {
  return { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
}

function trustOf(Statement: readonly JsonObject[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Text that cannot be compressed to less than half. */
function noise(length: number, seed: number): string {
  return createRandom(seed).hex(length);
}

/** The role is made, something is done to it so many times, and in the end the last call. */
const times = (most: number, of: (index: number) => readonly FlowCall[]): readonly FlowCall[] => [
  created,
  ...Array.from({ length: most }, (_, index) => of(index)).flat(),
  LAST_CALL,
];

export const GROWING: readonly Growing[] = [
  {
    name: 'trust policies of 8 KB, each another',
    share: 0.2,
    calls: (most, seed) =>
      times(most, (n) => [
        [
          n + 1,
          'UpdateAssumeRolePolicy',
          { ...ROLE, policyDocument: trustOf([{ ...lambda(), Sid: noise(7_800, seed + n) }]) },
        ],
      ]),
  },
  {
    name: 'inline policies of 10 KB, each by another name of 128 characters',
    share: 0.2,
    calls: (most, seed) =>
      times(most, (n) => {
        const policyName = noise(128, seed + n);
        const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Sid: noise(9_900, seed - n) }];
        return [
          [
            n * 2 + 1,
            'PutRolePolicy',
            { ...ROLE, policyName, policyDocument: JSON.stringify({ Statement }) },
          ],
          [n * 2 + 2, 'DeleteRolePolicy', { ...ROLE, policyName }],
        ];
      }),
  },
  {
    name: 'attached policies of the longest names',
    share: 0.2,
    calls: (most, seed) =>
      times(most, (n) => {
        const policyArn = `arn:aws:iam::111122223333:policy/${noise(500, seed + n)}/${noise(128, seed - n)}`;
        return [
          [n * 2 + 1, 'AttachRolePolicy', { ...ROLE, policyArn }],
          [n * 2 + 2, 'DetachRolePolicy', { ...ROLE, policyArn }],
        ];
      }),
  },
  {
    name: 'tags of the longest keys and values',
    share: 0.2,
    calls: (most, seed) =>
      times(most, (n) => {
        const key = noise(128, seed + n);
        return [
          [n * 2 + 1, 'TagRole', { ...ROLE, tags: [{ key, value: noise(256, seed - n) }] }],
          [n * 2 + 2, 'UntagRole', { ...ROLE, tagKeys: [key] }],
        ];
      }),
  },
  {
    name: 'findings that open and end',
    calls: (most) =>
      times(most, (n) => [
        [n * 2 + 1, 'UpdateAssumeRolePolicy', { ...ROLE, policyDocument: trustOf([pods()]) }],
        [n * 2 + 2, 'UpdateAssumeRolePolicy', { ...ROLE, policyDocument: trustOf([lambda()]) }],
      ]),
  },
  {
    name: 'trust policies that name a hundred others, each others',
    share: 0.02,
    calls: (most, seed) =>
      times(most, (n) => {
        const AWS = Array.from(
          { length: 100 },
          (_, at) => `arn:aws:iam::444455556666:role/${noise(40, seed + n * 100 + at)}`,
        );
        const trust = trustOf([{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }]);
        return [[n + 1, 'UpdateAssumeRolePolicy', { ...ROLE, policyDocument: trust }]];
      }),
  },
  {
    name: 'associations with one role, of the longest names',
    share: 0.1,
    calls: (most, seed) =>
      times(most, (n) => {
        const associationId = `a-${noise(17, seed + n)}`;
        const [clusterName, namespace, serviceAccount] = [100, 63, 200].map((length, at) =>
          noise(length, seed + n * 3 + at),
        );
        const associationArn = `arn:aws:eks:eu-central-1:111122223333:podidentityassociation/${clusterName}/${associationId}`;
        const request = {
          clusterName,
          namespace,
          serviceAccount,
          roleArn: 'arn:aws:iam::111122223333:role/app',
        };
        const association = { ...request, associationArn, associationId };
        return [
          [n + 1, 'CreatePodIdentityAssociation', request as JsonObject, { association } as JsonObject],
        ];
      }),
  },
];
