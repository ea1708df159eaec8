import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aRemediation, PLAN } from '../support/a-remediation.ts';
import { clientOf, startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { all } from './contract.ts';

let dynamoDb: TestDynamoDb;
const closing: (() => void)[] = [];
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => dynamoDb.close());

interface Call {
  readonly operation: string;
  readonly pk: string;
}

/** A table, and the same one by a way on which something happens before calls: what throws is never called. */
async function newTable(before: (call: Call) => Promise<void>) {
  const { table } = await dynamoDb.newStore();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const operation = String(request.headers['x-amz-target']).split('.')[1] as string;
    const input = JSON.parse(body) as Record<'Item' | 'Key', { pk: { S: string } } | undefined>;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    try {
      await before({ operation, pk: (input.Item ?? input.Key)?.pk.S ?? '' });
      response.end(JSON.stringify(await dynamoDb.call(operation, input)));
    } catch (error) {
      const { message } = error as Error;
      response.statusCode = 400;
      response.end(message.startsWith('{') ? message : JSON.stringify({ __type: 'Crash', message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { client, close } = connect(
    clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, dynamoDb.key),
  );
  closing.push(
    close,
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return {
    table,
    state: createDynamoDbServiceState({ client: dynamoDb.client, table }),
    disturbed: createDynamoDbServiceState({ client, table }),
  };
}

const verified = aRemediation({ version: 2, status: 'verified' });
const undoing = aRemediation({ version: 3, status: 'undoing' });

describe('a crash while a remediation is saved', () => {
  it('before it is written leaves nothing but its name, and it can be saved again', async () => {
    const { state, disturbed } = await newTable(async ({ pk }) => {
      if (pk.startsWith('m#')) throw new Error('the process is gone');
    });
    await expect(disturbed.saveRemediation(aRemediation())).rejects.toThrow('the process is gone');
    expect(await state.loadRemediation('rm-1')).toBeUndefined();
    expect(await state.listRemediations(10)).toEqual([]);
    expect(await state.listRemediations(10, PLAN.target.key)).toEqual([]);
    expect(await all(state.listOpenRemediations())).toEqual(['rm-1']);
    expect(await state.saveRemediation(aRemediation())).toBe('written');
    expect(await state.listRemediations(10)).toHaveLength(1);
  });

  it('before it is listed writes nothing', async () => {
    const { state, disturbed } = await newTable(async ({ pk }) => {
      if (pk === 'remediations-open') throw new Error('the process is gone');
    });
    await expect(disturbed.saveRemediation(aRemediation())).rejects.toThrow('the process is gone');
    expect(await state.loadRemediation('rm-1')).toBeUndefined();
  });

  it('after it was closed names it as open, until it is saved again', async () => {
    const { state, disturbed } = await newTable(async ({ operation }) => {
      if (operation === 'DeleteItem') throw new Error('the process is gone');
    });
    await state.saveRemediation(aRemediation());
    await expect(disturbed.saveRemediation(verified)).rejects.toThrow('the process is gone');
    expect(await state.loadRemediation('rm-1')).toEqual(verified);
    expect(await all(state.listOpenRemediations())).toEqual(['rm-1']);
    await state.saveRemediation({ ...verified, version: 3 });
    expect(await all(state.listOpenRemediations())).toEqual([]);
  });
});

describe('of two who save a remediation at the same time', () => {
  it('the one who opens it again is not forgotten by the one who closed it', async () => {
    const { state, disturbed } = await newTable(async ({ operation }) => {
      if (operation === 'DeleteItem') await state.saveRemediation(undoing);
    });
    await state.saveRemediation(aRemediation());
    expect(await disturbed.saveRemediation(verified)).toBe('written');
    expect(await state.loadRemediation('rm-1')).toEqual(undoing);
    expect(await all(state.listOpenRemediations())).toEqual(['rm-1']);
  });

  it('the one who comes too late to open it does not hide that it is open', async () => {
    const late = aRemediation({ version: 2, status: 'approved' });
    const { state, disturbed } = await newTable(async ({ operation }) => {
      if (operation !== 'DeleteItem') return;
      await state.saveRemediation(undoing);
      expect(await state.saveRemediation(late)).toBe('conflict');
    });
    await state.saveRemediation(aRemediation());
    expect(await disturbed.saveRemediation(verified)).toBe('written');
    expect(await all(state.listOpenRemediations())).toEqual(['rm-1']);
    await state.saveRemediation({ ...verified, version: 4 });
    expect(await all(state.listOpenRemediations())).toEqual([]);
  });
});

describe('a remediation that cannot be read', () => {
  it.for<[name: string, version: string, body: string, hint: string]>([
    ['of another version', '99', '{}', 'has version 99'],
    ['that is no JSON', '4', 'x', 'cannot be read: update podguard, or delete it'],
    ['that lacks fields', '4', '{"content":{"v":1,"id":"rm-2"},"values":{}}', 'at status'],
  ])('%s is told, and holds up no other', async ([, version, body, hint]) => {
    const { state, table } = await newTable(async () => {});
    for (const id of ['rm-1', 'rm-2', 'rm-3']) await state.saveRemediation(aRemediation({ id }));
    await dynamoDb.call('PutItem', {
      TableName: table,
      Item: {
        ...{ pk: { S: 'm#rm-2' }, sk: { S: 'remediation' }, v: { N: version }, body: { S: body } },
        ...{ version: { N: '1' }, expires: { N: '9999999999' } },
      },
    });
    const problems: string[] = [];
    const read = await state.listRemediations(2, undefined, ({ message }) => problems.push(message));
    expect(read.map(({ id }) => id)).toEqual(['rm-3', 'rm-1']);
    expect(problems).toEqual([expect.stringContaining(hint)]);
    expect(problems[0]).toContain('m#rm-2');
    expect(await all(state.listOpenRemediations())).toHaveLength(3);
    const malformed = { code: 'item-malformed' };
    await expect(state.loadRemediation('rm-2')).rejects.toMatchObject(malformed);
    await expect(state.listRemediations(2)).rejects.toMatchObject(malformed);
    await expect(state.listRemediations(2, PLAN.target.key)).rejects.toMatchObject(malformed);
  });
});
