import { findingsOf, type Item } from '@podguard/core';
import { readPage } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, stateOf, type TestAccount, testAccount } from './account.ts';
import { listInto, listing, onePage } from './listing-pages.ts';

const DENIED = { kind: 'error', status: 400, code: 'AccessDeniedException' } as const;
const secretArn = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;

describe('secrets', () => {
  const fill = async ({ secretsmanager, ssm }: TestAccount) => {
    for (const Name of ['a', 'b']) await secretsmanager.createSecret({ Name, SecretString: 'hidden' });
    await ssm.putParameter({ Name: 'flat', Value: 'hidden', Type: 'SecureString' });
  };

  test('are listed, and encrypted parameters by a listing of their own', async () => {
    const account = await testAccount();
    await fill(account);
    await account.ssm.putParameter({ Name: 'plain', Value: 'shown', Type: 'String' });
    const pages = [...(await listInto(account, 'secrets')), ...(await listInto(account, 'parameters'))];
    expect(pages.map(({ keys }) => keys)).toEqual([
      [secretArn('a'), secretArn('b')],
      [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/flat`],
    ]);
  });

  test('of which the policy may not be read are named, and the others are told', async () => {
    const account = await testAccount();
    await fill(account);
    account.fake.fault('secretsmanager:GetResourcePolicy', DENIED, 1);
    const { keys, changes, unread } = await onePage(account, 'secrets');
    expect(keys).toEqual([secretArn('a'), secretArn('b')]);
    expect(unread).toMatchObject([{ key: secretArn('a'), outcome: 'denied' }]);
    expect(changes.map(({ key }) => key)).toEqual([secretArn('b')]);
  });

  test('that wait to be deleted are gone', async () => {
    const account = await testAccount();
    await fill(account);
    await account.deliverRecords();
    await account.secretsmanager.deleteSecret({ SecretId: 'a' });
    account.wait(120);
    expect((await onePage(account, 'secrets')).keys).toEqual([secretArn('b')]);
    expect(await account.readInto(secretArn('a'))).toBe('1 news');
    expect(await account.item(secretArn('a'))).toMatchObject({ present: false });
  });

  test('are told where parameters may not be listed', async () => {
    const account = await testAccount();
    await fill(account);
    account.fake.fault('ssm:DescribeParameters', DENIED);
    expect((await onePage(account, 'secrets')).keys).toHaveLength(2);
    const read = await readPage(listing('parameters'), { region: REGION }, undefined, account.deps);
    expect(read).toMatchObject({ outcome: 'denied' });
  });

  test('of which nothing changed are not written again the same day, whenever they were read', async () => {
    const account = await testAccount();
    await fill(account);
    const changes = async () => {
      const pages = [...(await listInto(account, 'secrets')), ...(await listInto(account, 'parameters'))];
      return pages.flatMap((page) => page.changes);
    };
    await changes();
    account.wait(3600);
    expect(await changes()).toEqual([]);
    account.wait(86_400);
    expect(await changes()).toHaveLength(3);
  });

  test('what stands for all parameters below a path is no parameter, and nobody asks for it', async () => {
    const { reads, fake } = await testAccount();
    const read = await reads.read(`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/*`);
    expect([read.outcome, fake.calls]).toEqual(['unreadable-kind', []]);
  });
});

describe('trails', () => {
  const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  const DATA = { Field: 'eventCategory', Equals: ['Data'] };
  const advanced = (...fields: object[]) => ({
    AdvancedEventSelectors: [{ FieldSelectors: [management, ...fields] }] as never,
  });
  const basic = (selector: object) => ({ EventSelectors: [selector] as never });

  test.for([
    ['all', basic({ ReadWriteType: 'All', IncludeManagementEvents: true })],
    ['read', basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true })],
    ['none', basic({ ReadWriteType: 'All', IncludeManagementEvents: false })],
    ['write', advanced({ Field: 'readOnly', Equals: ['false'] })],
    ['all', advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
    [undefined, advanced({ Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] })],
    [undefined, advanced({ Field: 'eventName', Equals: ['CreateRole'] })],
    ['none', { AdvancedEventSelectors: [{ FieldSelectors: [DATA] }] as never }],
  ] as const)(
    'log %s management events by their selectors, as events tell it',
    async ([logged, selectors]) => {
      const account = await testAccount();
      await account.cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs' });
      await account.cloudtrail.startLogging({ Name: 'main' });
      account.wait(1);
      await account.cloudtrail.putEventSelectors({ TrailName: 'main', ...selectors });
      await account.deliverRecords();
      const byEvents = await stateOf(account, ARN);
      expect(byEvents.state.managementEvents).toBe(logged);
      account.wait(120);
      const [page] = await listInto(account, 'trails');
      expect([page?.keys, page?.changes.length]).toEqual([[ARN], 0]);
      expect(await stateOf(account, ARN)).toEqual(byEvents);
    },
  );

  test('that were stopped unseen are found to be', async () => {
    const account = await testAccount();
    await account.cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs' });
    await account.cloudtrail.startLogging({ Name: 'main' });
    await account.deliverRecords();
    account.wait(60);
    await account.cloudtrail.stopLogging({ Name: 'main' });
    account.wait(120);
    await listInto(account, 'trails');
    expect((await stateOf(account, ARN)).state.logging).toBe(false);
    const item = await account.item(ARN);
    expect(openRules(item)).toEqual(['platform-trail-off']);
  });

  test('are told in the region where they were made, and nowhere else', async () => {
    const account = await testAccount();
    await account.cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs', IsMultiRegionTrail: true });
    const here = await readPage(listing('trails'), { region: 'us-east-1' }, undefined, account.deps);
    expect(here).toMatchObject({ outcome: 'read', keys: [] });
    expect((await onePage(account, 'trails')).keys).toEqual([ARN]);
  });

  test('of which the status may not be read are named', async () => {
    const account = await testAccount();
    await account.cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs' });
    account.fake.fault('cloudtrail:GetTrailStatus', DENIED);
    const { keys, changes, unread } = await onePage(account, 'trails');
    expect([keys, changes, unread]).toMatchObject([[ARN], [], [{ key: ARN, outcome: 'denied' }]]);
  });
});

describe('own rules', () => {
  const ARN = `arn:aws:events:${REGION}:${ACCOUNT}:rule/podguard-iam`;
  const OTHER = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  const make = async ({ events, wait }: TestAccount) => {
    const EventPattern = '{ "source": ["aws.iam"] }';
    await events.putRule({ Name: 'podguard-iam', EventPattern });
    const Targets = ['a', 'b'].map((Id) => ({ Id, Arn: queue(Id) }));
    await events.putTargets({ Rule: 'podguard-iam', Targets });
    wait(60);
  };
  const changesIn = async (account: TestAccount) => {
    const { sets } = await stateOf(account, ARN);
    return Object.fromEntries(sets.find(({ name }) => name === 'changes')?.members ?? []);
  };

  test('are told as events tell them, with who set what', async () => {
    const account = await testAccount();
    await make(account);
    await account.deliverRecords();
    const { state } = await stateOf(account, ARN);
    account.wait(120);
    await listInto(account, 'event-rules');
    const told = await stateOf(account, ARN);
    expect(told.state).toEqual(state);
    expect(told.sets).toMatchObject([
      {
        name: 'targets',
        members: [
          ['a', queue('a')],
          ['b', queue('b')],
        ],
      },
      {},
    ]);
    expect(told.sets.every(({ complete }) => complete)).toBe(true);
    expect(await changesIn(account)).toEqual({
      state: OTHER,
      pattern: OTHER,
      'target a': OTHER,
      'target b': OTHER,
    });
    account.wait(120);
    expect((await listInto(account, 'event-rules'))[0]?.changes).toEqual([]);
  });

  test('that were changed unseen are so by nobody who is known', async () => {
    const account = await testAccount();
    await make(account);
    await account.deliverRecords();
    await account.events.disableRule({ Name: 'podguard-iam' });
    await account.events.putTargets({ Rule: 'podguard-iam', Targets: [{ Id: 'b', Arn: queue('theirs') }] });
    account.wait(120);
    await listInto(account, 'event-rules');
    expect((await stateOf(account, ARN)).state.state).toBe('DISABLED');
    expect(await changesIn(account)).toEqual({ pattern: OTHER, 'target a': OTHER });
  });

  test('that were deleted are so by a read as by their event, and stay', async () => {
    for (const isSeen of [true, false]) {
      const account = await testAccount();
      await make(account);
      await account.deliverRecords();
      await account.events.removeTargets({ Rule: 'podguard-iam', Ids: ['a', 'b'] });
      await account.events.deleteRule({ Name: 'podguard-iam' });
      if (isSeen) await account.deliverRecords();
      account.wait(120);
      expect((await listInto(account, 'event-rules'))[0]?.keys).toEqual([]);
      await account.readInto(ARN);
      const { present, state, sets } = await stateOf(account, ARN);
      expect([present, state.state, state.pattern]).toEqual([true, 'DELETED', '{"source":["aws.iam"]}']);
      expect(sets[0]).toMatchObject({ name: 'targets', members: [], complete: true });
      expect((await changesIn(account)).state).toBe(isSeen ? OTHER : undefined);
      expect(await account.readInto(ARN)).toBe('0 news');
    }
  });

  test('are read on the bus that their key names, whose name may have slashes', async () => {
    const account = await testAccount();
    const EventBusName = 'aws.partner/example.com/1';
    const EventPattern = '{"source":["a"]}';
    const { RuleArn = '' } = await account.events.putRule({ Name: 'podguard-x', EventBusName, EventPattern });
    await account.readInto(RuleArn);
    expect((await stateOf(account, RuleArn)).state).toMatchObject({ name: 'podguard-x', state: 'ENABLED' });
  });

  test('are none while nobody says what the names of own parts begin with', async () => {
    const account = await testAccount();
    await make(account);
    account.fake.calls.length = 0;
    const { ownParts: _, ...deps } = account.deps;
    const read = await readPage(listing('event-rules'), { region: REGION }, undefined, deps);
    expect([read, account.fake.calls]).toMatchObject([{ outcome: 'read', keys: [] }, []]);
  });

  test('of which the targets may not be read are named', async () => {
    const account = await testAccount();
    await make(account);
    account.fake.fault('events:ListTargetsByRule', DENIED);
    const { keys, changes, unread } = await onePage(account, 'event-rules');
    expect([keys, changes, unread]).toMatchObject([[ARN], [], [{ key: ARN, outcome: 'denied' }]]);
  });
});

function openRules(item: Item | undefined): readonly string[] {
  const findings = item === undefined ? [] : findingsOf(item, catalogue);
  return findings.filter(({ status }) => status === 'open').map(({ rule }) => rule);
}
