import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aRemediation } from '../support/a-remediation.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { instance, makeBad, makeWorld, refOf } from './engine-world.ts';

const KEY = instance(0);
const malformed = { code: 'item-malformed', message: expect.stringContaining('m#rm-bad') };

let dynamoDb: TestDynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

it('a remediation that cannot be read is told by each sweep of its day, holds up no other, and nothing is applied meanwhile', async () => {
  const world = await makeWorld({ instances: 2 });
  await makeBad(world);
  const { table } = await dynamoDb.newStore();
  const remediations = createDynamoDbServiceState({ client: dynamoDb.client, table, now: () => world.clock });
  const use = world.use({ remediations });
  const { remediation: proposed } = await use.begin({ ...refOf(KEY), transition: 't-1' });
  expect(proposed?.status).toBe('proposed');

  const createdAt = new Date(world.clock).toISOString();
  // It was applied just now.
  const applied = { principal: 'arn:p', readAt: createdAt, startedAt: createdAt, endedAt: createdAt };
  await remediations.saveRemediation(aRemediation({ id: 'rm-bad', status: 'verified', createdAt, applied }));
  await world.state.saveMark('remediations-applied', [{ id: 'rm-bad', at: createdAt }]);
  await dynamoDb.call('PutItem', {
    TableName: table,
    Item: {
      ...{ pk: { S: 'm#rm-bad' }, sk: { S: 'remediation' }, v: { N: '4' }, body: { S: 'x' } },
      ...{ version: { N: '1' }, expires: { N: '9999999999' } },
    },
  });
  await use.approve(proposed?.id ?? '', 'anna', proposed?.planHash ?? '');
  await expect(use.sweep()).rejects.toMatchObject(malformed);
  expect(world.calls).toEqual([]);
  expect((await use.begin({ ...refOf(KEY), transition: 't-2' })).remediation).toBe(undefined);

  world.clock += 7 * 86_400_000;
  await use.sweep();
  expect(await remediations.loadRemediation(proposed?.id ?? '')).toMatchObject({ status: 'expired' });
});
