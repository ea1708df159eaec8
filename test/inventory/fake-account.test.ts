import {
  InvalidLookupAttributesException,
  InvalidMaxResultsException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
  type LookupAttributeKey,
  type LookupEventsCommandOutput,
  TrailNotFoundException,
} from '@aws-sdk/client-cloudtrail';
import { ResourceNotFoundException as NoRule } from '@aws-sdk/client-eventbridge';
import { CredentialReportNotPresentException } from '@aws-sdk/client-iam';
import { ResourceNotFoundException as NoSecret } from '@aws-sdk/client-secrets-manager';
import { InvalidFilterKey } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { PODS_TRUST, roleArn, type TestAccount, testAccount } from './account.ts';

/** The event history of IAM's region. */
const history = ({ fake }: TestAccount) => changingClients(fake.url, 'us-east-1').cloudtrail;
const attribute = (AttributeKey: LookupAttributeKey, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

async function eventful(): Promise<TestAccount> {
  const account = await testAccount();
  for (const RoleName of ['app', 'other']) {
    await account.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
    account.wait(60);
  }
  await account.iam.putRolePolicy({ RoleName: 'app', PolicyName: 'read', PolicyDocument: '{}' });
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  return account;
}

const names = async (asked: Promise<LookupEventsCommandOutput>) =>
  (await asked).Events?.map(({ EventName }) => EventName);

test('the event history has the calls of its region, the newest first', async () => {
  const account = await eventful();
  expect(await names(history(account).lookupEvents({}))).toEqual([
    'PutRolePolicy',
    'CreateRole',
    'CreateRole',
  ]);
  expect(await names(account.cloudtrail.lookupEvents({}))).toEqual(['CreateCluster']);
});

test.for([
  ['EventName', 'PutRolePolicy', ['PutRolePolicy']],
  ['ResourceName', 'app', ['PutRolePolicy', 'CreateRole']],
  ['ResourceName', roleArn('other'), ['CreateRole']],
  ['EventSource', 'eks.amazonaws.com', []],
  ['Username', 'ada', ['PutRolePolicy', 'CreateRole', 'CreateRole']],
  ['ReadOnly', 'true', []],
] as const)('it is asked by %s %s', async ([key, value, found]) => {
  const account = await eventful();
  expect(await names(history(account).lookupEvents(attribute(key, value)))).toEqual(found);
});

test('it is asked for a time, and tells records whole', async () => {
  const account = await eventful();
  const StartTime = new Date('2026-03-12T07:01:00Z');
  const EndTime = new Date('2026-03-12T07:01:30Z');
  const { Events = [] } = await history(account).lookupEvents({ StartTime, EndTime });
  expect(Events).toHaveLength(1);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toEqual(account.fake.records[1]);
  account.wait(91 * 86_400);
  expect(await names(history(account).lookupEvents({}))).toEqual([]);
});

test('it comes in pages of fifty at most', async () => {
  const account = await testAccount();
  for (let at = 0; at < 51; at += 1) await account.iam.createUser({ UserName: `u-${at}` });
  const first = await history(account).lookupEvents({});
  const last = await history(account).lookupEvents({ NextToken: first.NextToken });
  expect([first.Events?.length, last.Events?.length, last.NextToken]).toEqual([50, 1, undefined]);
});

test('what may not be asked is refused as AWS does', async () => {
  const account = await eventful();
  const cloudtrail = history(account);
  const both = [
    ...attribute('EventId', 'a').LookupAttributes,
    ...attribute('EventName', 'b').LookupAttributes,
  ];
  await expect(cloudtrail.lookupEvents({ LookupAttributes: both })).rejects.toBeInstanceOf(
    InvalidLookupAttributesException,
  );
  await expect(cloudtrail.lookupEvents({ MaxResults: 51 })).rejects.toBeInstanceOf(
    InvalidMaxResultsException,
  );
  await expect(cloudtrail.lookupEvents({ NextToken: 'nonsense' })).rejects.toBeInstanceOf(
    InvalidNextTokenException,
  );
  const times = { StartTime: new Date('2026-03-12'), EndTime: new Date('2026-03-11') };
  await expect(cloudtrail.lookupEvents(times)).rejects.toBeInstanceOf(InvalidTimeRangeException);
});

test('what is not there is not found, by the names that AWS has for it', async () => {
  const { cloudtrail, events, iam, secretsmanager, ssm } = await testAccount();
  await expect(cloudtrail.getTrailStatus({ Name: 'none' })).rejects.toBeInstanceOf(TrailNotFoundException);
  await expect(events.describeRule({ Name: 'none' })).rejects.toBeInstanceOf(NoRule);
  await expect(iam.getCredentialReport({})).rejects.toBeInstanceOf(CredentialReportNotPresentException);
  await expect(secretsmanager.describeSecret({ SecretId: 'none' })).rejects.toBeInstanceOf(NoSecret);
  const ParameterFilters = [{ Key: 'Colour', Values: ['blue'] }];
  await expect(ssm.describeParameters({ ParameterFilters })).rejects.toBeInstanceOf(InvalidFilterKey);
});

test('of an account nothing is told that its lists do not tell', async () => {
  const { iam } = await eventful();
  const { RoleDetailList = [] } = await iam.getAccountAuthorizationDetails({ Filter: ['Role'], MaxItems: 1 });
  expect(RoleDetailList.map((role) => 'MaxSessionDuration' in role)).toEqual([false]);
  const { Roles = [] } = await iam.listRoles({});
  expect(Roles.map(({ RoleLastUsed, MaxSessionDuration }) => [RoleLastUsed, MaxSessionDuration])).toEqual([
    [undefined, 3600],
    [undefined, 3600],
  ]);
  expect((await iam.getRole({ RoleName: 'app' })).Role?.RoleLastUsed).toEqual({});
});
