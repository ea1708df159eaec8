import { expect, it } from 'vitest';
import type { PolicyStatement } from '../../support/synthesize.ts';
import { allows, denies, faultsOf } from './privileges.ts';

const of = (granted: readonly string[], called: readonly string[], sources: readonly string[] = []) =>
  faultsOf({ granted, called, sources, elsewhere: [] });

it('a role that lacks what its function calls is named, and one that has more than it calls', () => {
  expect(of(['sns:Publish'], ['sns:Publish'])).toEqual([]);
  expect(of([], ['sns:Publish'])).toEqual(['lacks sns:Publish']);
  expect(of(['iam:TagRole', 'sns:Publish'], ['sns:Publish'])).toEqual(['never called iam:TagRole']);
});

it('reading a queue is for who has one', () => {
  const read = ['sqs:ReceiveMessage'];
  expect(of(read, [], ['arn:aws:sqs:eu-central-1:111122223333:due'])).toEqual([]);
  expect(of(read, [], ['arn:aws:dynamodb:eu-central-1:111122223333:table/t/stream/1'])).toEqual([
    'never called sqs:ReceiveMessage',
  ]);
});

it('a statement allows its actions on its resources, and on no others', () => {
  const statement = {
    Effect: 'Allow',
    Action: ['dynamodb:Query'],
    Resource: ['arn:aws:dynamodb:eu-central-1:111122223333:table/t', 'arn:aws:s3:::reports/baselines/*'],
  };
  const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/t';
  const allowed = (action: string, resource: string) =>
    allows(statement, { action, region: 'eu-central-1', resource });
  expect(allowed('dynamodb:Query', table)).toBe(true);
  expect(allowed('dynamodb:Query', `${table}/index/pending`)).toBe(false);
  expect(allowed('dynamodb:Scan', table)).toBe(false);
  expect(allowed('dynamodb:Query', 'arn:aws:s3:::reports/baselines/a.md')).toBe(true);
});

it('a statement allows its actions in the regions of its condition only, and with no other condition', () => {
  const within = (Condition: PolicyStatement['Condition'], region: string) =>
    allows(
      { Effect: 'Allow', Action: ['eks:ListClusters'], Resource: '*', ...(Condition && { Condition }) },
      { action: 'eks:ListClusters', region, resource: undefined },
    );
  const watched = { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } };
  expect(within(watched, 'us-east-1')).toBe(true);
  expect(within(watched, 'eu-west-1')).toBe(false);
  expect(within(undefined, 'eu-west-1')).toBe(true);
  expect(within({ StringEquals: { 'kms:ViaService': 'x' } }, 'us-east-1')).toBe(false);
});

it('a statement about some rows of a table allows to put no others', () => {
  const table = 'arn:aws:dynamodb:eu-central-1:111122223333:table/t';
  const puts = (leadingKey: string | undefined) =>
    allows(
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem'],
        Resource: table,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['counts'] } },
      },
      { action: 'dynamodb:PutItem', region: 'eu-central-1', resource: table, leadingKey },
    );
  expect(puts('counts')).toBe(true);
  expect(puts('exemptions')).toBe(false);
  expect(puts(undefined)).toBe(false);
});

it('a statement denies its actions, or all but some, on its resources, and elsewhere than in its regions', () => {
  const role = 'arn:aws:iam::111122223333:role/podguard-dev-act';
  const denied = (statement: Partial<PolicyStatement>, action: string, resource = role) =>
    denies(
      { Effect: 'Deny', Resource: ['arn:aws:iam::111122223333:role/podguard-dev-*'], ...statement },
      { action, region: 'eu-central-1', resource },
    );
  expect(denied({ Action: ['sts:Assume*'] }, 'sts:AssumeRole')).toBe(true);
  expect(denied({ Action: ['sts:Assume*'] }, 'iam:PassRole')).toBe(false);
  expect(denied({ Action: ['sts:Assume*'], Effect: 'Allow' }, 'sts:AssumeRole')).toBe(false);
  expect(denied({ NotAction: ['iam:Get*'] }, 'iam:PassRole')).toBe(true);
  expect(denied({ NotAction: ['iam:Get*'] }, 'iam:GetRole')).toBe(false);
  expect(denied({ NotAction: ['iam:Get*'] }, 'iam:PassRole', role.replace('-dev-', '-prod-'))).toBe(false);
  const outside = (region: string) => ({
    Action: 'iam:PassRole',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': [region] } },
  });
  expect(denied(outside('eu-central-1'), 'iam:PassRole')).toBe(false);
  expect(denied(outside('eu-west-1'), 'iam:PassRole')).toBe(true);
});
