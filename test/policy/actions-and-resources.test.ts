import type { Outcome } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { explainOnly, policyOf } from './support.ts';

describe('actions', () => {
  test.for<[element: object, action: string, outcome: Outcome, path: string]>([
    [{ Action: 'sts:AssumeRole' }, 'STS:assumerole', 'yes', 'Action'],
    [{ Action: 'STS:ASSUMEROLE' }, 'sts:AssumeRole', 'yes', 'Action'],
    [{ Action: ['s3:*', 'sts:*'] }, 'sts:TagSession', 'yes', 'Action[1]'],
    [{ Action: 'sts:AssumeRole' }, 'sts:AssumeRoleWithWebIdentity', 'no', 'Action'],
    [{ Action: 'sts:AssumeRole*' }, 'sts:AssumeRoleWithWebIdentity', 'yes', 'Action'],
    [{ Action: 'sts:?ssumeRole' }, 'sts:AssumeRole', 'yes', 'Action'],
    [{ Action: '*' }, 'sts:AssumeRole', 'yes', 'Action'],
    [{ Action: '${*}' }, 'sts:AssumeRole', 'no', 'Action'],
    [{ Action: [] }, 'sts:AssumeRole', 'no', 'Action'],
    [{ NotAction: 'iam:*' }, 'sts:AssumeRole', 'yes', 'NotAction'],
    [{ NotAction: ['iam:*', 'STS:*'] }, 'sts:AssumeRole', 'no', 'NotAction[1]'],
    [{ NotAction: [] }, 'sts:AssumeRole', 'unknown', 'NotAction'],
  ])('%j takes in %s: %s', ([element, action, outcome, path]) => {
    const part = explainOnly(policyOf({ Effect: 'Allow', ...element }), { action }).action;
    expect([part.outcome, part.path]).toEqual([outcome, `Statement[0].${path}`]);
  });
});

describe('resources', () => {
  const object = 'arn:aws:s3:::bucket/a/b:c';
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
  test.for<[element: object, resource: string | undefined, outcome: Outcome, path: string]>([
    [{ Resource: '*' }, object, 'yes', 'Resource'],
    [{ Resource: object }, object, 'yes', 'Resource'],
    [{ Resource: ['arn:aws:s3:::other/*', 'arn:aws:s3:::bucket/*'] }, object, 'yes', 'Resource[1]'],
    [{ Resource: 'arn:aws:s3:::bucket/?/*' }, object, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:s3:::Bucket/*' }, object, 'no', 'Resource'],
    [{ Resource: 'arn:aws:s3:::buck' }, object, 'no', 'Resource'],
    [{ Resource: 'arn:aws:sqs:*:111122223333:*' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:sqs:*' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:sqs:*:jobs' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:*:*:*:jobs' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:sqs*:::x:*' }, 'arn:aws:sqs:a:b:::x:y', 'yes', 'Resource'],
    [{ Resource: 'arn:aws:s*:jobs' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:sqs:e*1:1*3:jobs' }, queue, 'yes', 'Resource'],
    [{ Resource: 'arn:aws:s*s:jobs:b:c' }, 'arn:aws:sqs:eu:s:jobs:b:c', 'unknown', 'Resource'],
    [{ Resource: 'arn:aws:sqs:eu-west-1?111122223333:jobs' }, queue, 'unknown', 'Resource'],
    [{ Resource: '*' }, '*', 'yes', 'Resource'],
    [{ Resource: object }, '*', 'no', 'Resource'],
    [{ Resource: [] }, object, 'no', 'Resource'],
    [{ NotResource: object }, object, 'no', 'NotResource'],
    [{ NotResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }, object, 'yes', 'NotResource'],
    [{ NotResource: [] }, object, 'unknown', 'NotResource'],
    [{ Resource: '*' }, undefined, 'yes', 'Resource'],
    [{ Resource: object }, undefined, 'unknown', 'Resource'],
    [{ NotResource: '*' }, undefined, 'no', 'NotResource'],
    [{ NotResource: object }, undefined, 'unknown', 'NotResource'],
  ])('%j takes in %j: %s', ([element, resource, outcome, path]) => {
    const policy = policyOf({ Effect: 'Allow', Action: '*', ...element });
    const part = explainOnly(policy, resource === undefined ? {} : { resource }).resource;
    expect([part?.outcome, part?.path]).toEqual([outcome, `Statement[0].${path}`]);
  });

  test('a trust policy names none', () => {
    expect(explainOnly(policyOf({ Effect: 'Allow', Action: '*' }), { resource: object }).resource).toBeNull();
  });
});
