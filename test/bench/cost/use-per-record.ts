import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readValue, toChanges } from '@podguard/cloudtrail';
import { configSchema, createDispatcher, createEngine, createFindingContext } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createDynamoDbServiceState } from '@podguard/store';
import { startDynamoDb, type TestDynamoDb } from '../../support/dynalite.ts';
import type { UsePerRecord } from './model.ts';

const DAY = path.resolve(import.meta.dirname, '../../../samples/day/AWSLogs');
/** The embedded DynamoDB does not count them: of the row of an item that is marked to be dispatched, and of its removal. */
const INDEX_WRITES = 2;
const WRITES = /^(?:Put|BatchWrite|Update|Delete)/;

/** Judges and dispatches the records of the sample day one after the other, as the deployed functions do, and counts. */
export async function measureUse(): Promise<UsePerRecord> {
  const dynamoDb = await startDynamoDb();
  try {
    const units = countUnits(dynamoDb);
    const { store, table } = await dynamoDb.newStore();
    let [records, evaluated, dispatched, alerts] = [0, 0, 0, 0];
    const waiting: string[] = [];
    const backOff = async () => {};
    const config = configSchema.parse({});
    const state = createDynamoDbServiceState({ client: dynamoDb.client, table });
    const engine = createEngine({
      store,
      catalogue,
      config,
      judgedWith: 'catalogue.configuration',
      pastLimit: 20,
      backOff,
    });
    const { dispatch } = createDispatcher({
      store,
      engine,
      catalogue,
      backOff,
      context: createFindingContext({ config, state, now: () => new Date() }),
      notify: async (transitions) => {
        alerts += transitions.length;
      },
      judgeLater: async (keys) => {
        waiting.push(...keys);
      },
    });
    const judged = async (key: string, outcome: string) => {
      if (outcome !== 'written') return;
      dispatched += 1;
      await dispatch(key);
    };
    for (const changes of changesOfTheDay()) {
      records += 1;
      evaluated += 1;
      for (const change of changes) await judged(change.key, await engine.apply(change));
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
        evaluated += 1;
        await judged(key, await engine.rejudge(key, undefined));
      }
    }
    if (records === 0) throw new Error('the sample day changes nothing');
    return {
      readUnits: units.read / records,
      writeUnits: (units.written + dispatched * INDEX_WRITES) / records,
      stored: (await bytesOf(dynamoDb, table)) / 1e9 / records,
      evaluated: evaluated / records,
      dispatched: dispatched / records,
      alerts: alerts / records,
    };
  } finally {
    await dynamoDb.close();
  }
}

interface Counted {
  readonly input: object;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** Has DynamoDB say what each call consumed. */
function countUnits({ client }: TestDynamoDb): { readonly read: number; readonly written: number } {
  const units = { read: 0, written: 0 };
  client.middlewareStack.add(
    (next, context) => async (args: Counted) => {
      const result = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
      } as never);
      const output = result.output as { readonly ConsumedCapacity?: Consumed | readonly Consumed[] };
      const consumed = [output.ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      units[WRITES.test(context.commandName ?? '') ? 'written' : 'read'] += consumed;
      return result;
    },
    { step: 'initialize', name: 'countUnits' },
  );
  return units;
}

function* changesOfTheDay() {
  const records = globSync('**/*.json.gz', { cwd: DAY }).flatMap((file) => {
    const text = gunzipSync(readFileSync(path.join(DAY, file))).toString();
    return (JSON.parse(text) as { readonly Records: readonly { readonly eventTime: string }[] }).Records;
  });
  for (const record of records.toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1))) {
    const result = readValue(Buffer.from(JSON.stringify(record)));
    if (result.kind !== 'record') continue;
    const mapped = toChanges(result.record, []);
    if (mapped.kind === 'changes') yield mapped.changes;
  }
}

async function bytesOf(dynamoDb: TestDynamoDb, table: string): Promise<number> {
  const { Items } = (await dynamoDb.call('Scan', { TableName: table })) as {
    readonly Items: readonly unknown[];
  };
  return JSON.stringify(Items).length;
}
