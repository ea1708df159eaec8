import { readdirSync } from 'node:fs';
import path from 'node:path';
import { announce, createExemption, roleKey } from '@podguard/core';
import { CANARY_TAG, parseChannelMessage } from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  FUNCTION_NAMES,
  REMEDIATE_FUNCTION_NAMES,
  SLACK_FUNCTION_NAMES,
} from '../../infra/function-settings.ts';
import { toRecord } from '../../scripts/samples/call.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { envelope } from '../support/queue-world/envelopes.ts';
import {
  context,
  event,
  type HandlersWorld,
  load,
  queued,
  ROLE,
  random,
  startHandlersWorld,
} from './handlers-world.ts';

let world: HandlersWorld;
beforeAll(async () => {
  world = await startHandlersWorld();
});
afterAll(() => world.close());

describe('the functions, as Lambda calls them', () => {
  it('all start with the variables that a deployment sets, and each names one that is missing', async () => {
    const files = readdirSync(new URL('../../packages/functions/src/handlers', import.meta.url))
      .filter((file) => !/^(compose|open)-|^compose\.ts$/.test(file))
      .map((file) => path.basename(file, '.ts'));
    // Those of Slack start only where the configuration lets somebody act: their own tests start them.
    expect(files).toEqual(
      [...FUNCTION_NAMES, ...SLACK_FUNCTION_NAMES, ...REMEDIATE_FUNCTION_NAMES].toSorted(),
    );
    const names = [...FUNCTION_NAMES, ...REMEDIATE_FUNCTION_NAMES];
    for (const name of names) expect(typeof (await load(name))).toBe('function');
    vi.resetModules();
    vi.stubEnv('TABLE_NAME', '');
    for (const name of names) await expect(load(name), name).rejects.toThrow('TABLE_NAME');
    vi.stubEnv('TABLE_NAME', world.table);
    vi.resetModules();
  }, 60_000);

  it('evaluate records and judges, and hands back what it cannot read', async () => {
    const handler = await load('evaluate');
    const answer = await handler(queued(event(), '{"no": "event"}'), context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(await world.store.load(ROLE)).toMatchObject({ judgedWith: 'rules.config', present: true });
    const log = world.logged();
    expect(log).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        service: 'evaluate',
        message: 'a record cannot be read',
        messageId: 'm-1',
        receives: 1,
      }),
    );
    expect(log.some((line) => line.UnreadableRecords === 1)).toBe(true);
  }, 60_000);

  it('evaluate answers nothing to hand back where nothing failed', async () => {
    const handler = await load('evaluate');
    expect(await handler(queued({ podguard: 'rejudge', key: ROLE }), context)).toEqual({
      batchItemFailures: [],
    });
  });

  it('evaluate measures how long the canary was under way, by its region', async () => {
    const handler = await load('evaluate');
    const sentAt = new Date().toISOString();
    const state = world.state();
    await state.saveMark('canary', { sentAt, expected: ['iam'], lateBefore: 0 });
    const request = { roleName: 'canary', tags: [{ key: CANARY_TAG, value: sentAt }] };
    const call = { at: '06:00:00', by: maren, source: 'iam', name: 'TagRole', request };
    world.lines.length = 0;
    await handler(queued(envelope(toRecord(call, random))), context);
    const log = world.logged();
    const metric = log.find((line) => 'CanaryDelay' in line);
    expect(metric).toMatchObject({ service: 'evaluate', region: 'iam', CanaryDelay: expect.any(Number) });
    expect(metric?._aws).toMatchObject({
      CloudWatchMetrics: [{ Namespace: 'Podguard', Dimensions: [['service', 'region']] }],
    });
  });

  it('evaluate reads the account for what it misses, and says what it may not read', async () => {
    const handler = await load('evaluate');
    const call = { at: '06:00:01', by: maren, source: 'iam', name: 'TagRole' };
    const request = { roleName: 'unknown', tags: [{ key: 'team', value: 'shop' }] };
    world.lines.length = 0;
    const answer = await handler(queued(envelope(toRecord({ ...call, request }, random))), context);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(world.logged()).toContainEqual(
      expect.objectContaining({
        message: 'a resource could not be read',
        key: roleKey('aws', ACCOUNT, 'unknown'),
        outcome: 'denied',
      }),
    );
  });

  it('dispatch tells what the stream shows to be pending', async () => {
    const handler = await load('dispatch');
    const NewImage = { pk: { S: `r#${ROLE}` }, sk: { S: 'item' }, pending: { S: 'p#0' } };
    const answer = await handler(
      {
        Records: [
          { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '100', NewImage } },
          { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '101' } },
        ],
      },
      context,
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    const item = await world.store.load(ROLE);
    expect(item?.pending).toBeNull();
    if (item === undefined) throw new Error('no item');
    expect(announce(item, catalogue).transitions).toEqual([]);
    const told = world.bodiesOf('sns.fifo').map(parseChannelMessage);
    expect(told).toMatchObject([{ podguard: 'transitions' }]);
  });

  it('dispatch names the record from which the stream has to go on', async () => {
    const handler = await load('dispatch');
    await world.dynamo.call('PutItem', {
      TableName: world.table,
      Item: { pk: { S: 'r#broken' }, sk: { S: 'item' }, v: { N: '1' }, pending: { S: 'p#0' } },
    });
    const records = [ROLE, 'broken'].map((key, index) => ({
      eventSource: 'aws:dynamodb',
      dynamodb: {
        SequenceNumber: `20${index}`,
        NewImage: { pk: { S: `r#${key}` }, sk: { S: 'item' }, pending: { S: 'p#0' } },
      },
    }));
    expect(await handler({ Records: records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: '201' }],
    });
    const due = await handler(queued({ podguard: 'due', key: ROLE }, '{}'), context);
    expect(due).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });

  it('evaluate counts what it hands back, also where that is all of a batch', async () => {
    const handler = await load('evaluate');
    world.lines.length = 0;
    const answer = await handler(
      queued({ podguard: 'rejudge', key: 'broken' }, { podguard: 'rejudge', key: 'broken' }),
      context,
    );
    expect(answer).toMatchObject({
      batchItemFailures: [{ itemIdentifier: 'm-0' }, { itemIdentifier: 'm-1' }],
    });
    const counted = world.logged();
    expect(counted.find((line) => 'Failures' in line)).toMatchObject({
      service: 'evaluate',
      Failures: [1, 1],
      _aws: { CloudWatchMetrics: [{ Namespace: 'Podguard', Dimensions: [['service']] }] },
    });
  });

  it('sweep throws what failed in the end, so that its errors count, and has told the metrics before', async () => {
    const handler = await load('sweep');
    world.lines.length = 0;
    await expect(handler({}, context)).rejects.toMatchObject({ code: 'item-malformed' });
    const counted = world.logged();
    expect(counted).toContainEqual(expect.objectContaining({ PendingItems: 1, Failures: 1 }));
    world.lines.length = 0;
    await world.dynamo.call('DeleteItem', {
      TableName: world.table,
      Key: { pk: { S: 'r#broken' }, sk: { S: 'item' } },
    });
    await handler({}, context);
    const metrics = world.logged();
    expect(metrics).toContainEqual(expect.objectContaining({ PendingItems: 0, OldestPendingSeconds: 0 }));
  });

  it('sweep has what people exempt told, and says which exemptions end soon', async () => {
    const [sweep, dispatch] = [await load('sweep'), await load('dispatch')];
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const setting = {
      rules: ['*'],
      resources: [ROLE],
      accounts: [],
      tags: {},
      reason: 'it is known',
      author: 'ana',
    };
    const exemption = createExemption({ ...setting, since: day(-30), until: day(3) }, 'cli');
    await world.state().putExemption(exemption);
    const digests = () => world.bodiesOf('sns.fifo').filter((body) => body.includes('end within a week'));
    await sweep({}, context);
    expect((await world.store.load(ROLE))?.pending).not.toBeNull();
    expect(digests()).toEqual([expect.stringContaining(`${exemption.id} ends `)]);
    const NewImage = { pk: { S: `r#${ROLE}` }, sk: { S: 'item' }, pending: { S: 'p#0' } };
    const Records = [{ eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '300', NewImage } }];
    expect(await dispatch({ Records }, context)).toEqual({ batchItemFailures: [] });
    const told = (await world.store.listTransitions(20)).filter(({ type }) => type === 'exempted');
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ by, finding }) => [by.actor, finding.status])).toEqual(
      told.map(() => ['ana', 'exempt']),
    );
    expect(world.bodiesOf('sns.fifo').filter((body) => body.includes('"exempted"'))).toEqual([]);
    await sweep({}, context);
    expect(digests()).toHaveLength(1);
  });

  it('rejudge sends what was judged with another version, and no run begins twice', async () => {
    const item = await world.store.load(ROLE);
    if (item === undefined) throw new Error('no item');
    await world.store.save({ ...item, version: item.version + 1, judgedWith: 'former.config' });
    const handler = await load('rejudge');
    world.sent.clear();
    await handler({ start: 'rules.config' }, context);
    const [first] = world.bodiesOf('rejudge');
    await handler(queued(first), context);
    expect(world.bodiesOf('evaluate')).toEqual([JSON.stringify({ podguard: 'rejudge', key: ROLE })]);
    expect(world.bodiesOf('rejudge')).toHaveLength(2);
    const state = world.state();
    expect(await state.loadMark('rejudge')).toMatchObject({ run: 'rules.config', finishedAt: null });
  });
});
