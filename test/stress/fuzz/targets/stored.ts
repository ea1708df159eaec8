import { toRecord } from '@podguard/cloudtrail';
import { createFindingContext, type Dispatcher, findingsOf, type Item, parseConfig } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createDynamoDbStore, createMemoryStore } from '@podguard/store';
import { createHarness } from '../../../support/harness.ts';
import { AT, changesOf } from '../judge.ts';
import { mutate } from '../mutate.ts';
import { mutateBytes } from '../mutate-text.ts';
import { recordSeeds } from '../seeds.ts';
import { defineTarget } from '../target.ts';

type DynamoDBDocumentClient = Parameters<typeof createDynamoDbStore>[0]['client'];

interface Row {
  readonly key: string;
  readonly pk: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const CONFIG = parseConfig({}, 'fuzz');

/** What lies in the table: of another version, edited by hand, damaged. */
export const stored = defineTarget<Row>('stored', 200_000, async () => {
  const rows = await storedRows();
  const bodies = rows.map(({ attributes }) => attributes.body);
  return {
    make(random) {
      const { key, pk, attributes } = random.pick(rows);
      const body =
        attributes.body instanceof Uint8Array
          ? mutateBytes(attributes.body, random)
          : mutate(attributes.body, random, bodies);
      const mutated = random.percent(12) ? rowOf(mutate(attributes, random)) : { ...attributes, body };
      return { key, pk, attributes: mutated };
    },
    async feed({ key, pk, attributes }) {
      const store = createDynamoDbStore({
        client: tableOf({ pk, attributes }),
        table: 'podguard',
        now: () => AT.getTime(),
      });
      const item = await store.load(key);
      if (item === undefined) return { outcome: 'absent' };
      const context = await createFindingContext({ config: CONFIG, now: () => AT })();
      const findings = findingsOf(item, catalogue, context);
      const { engine, dispatcher, told } = createHarness(store);
      const outcome = await engine.rejudge(key);
      await dispatched(dispatcher, key);
      return { outcome: [findings, outcome, told] };
    },
  };
});

/** DynamoDB hands a row out as a map, whatever somebody put into it. */
function rowOf(value: unknown): Row['attributes'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Row['attributes'])
    : { value };
}

async function dispatched(dispatcher: Dispatcher, key: string): Promise<void> {
  await dispatcher.dispatch(key);
}

/** The sample day as rows of the table. */
async function storedRows(): Promise<readonly Row[]> {
  const records = (await recordSeeds())
    .map(toRecord)
    .flatMap((one) => (one.kind === 'record' ? [one.record] : []));
  const harness = createHarness(createMemoryStore());
  for (const change of changesOf(records).changes) await harness.deliver(change);
  const items: Item[] = [];
  for await (const item of harness.store.listItems()) items.push(item);
  const rows: Row[] = [];
  for (const item of items) {
    const puts: Row['attributes'][] = [];
    await createDynamoDbStore({
      client: tableOf({ pk: '', attributes: {} }, puts),
      table: 'podguard',
      now: () => AT.getTime(),
    }).save(item);
    for (const attributes of puts) rows.push({ key: item.key, pk: String(attributes.pk), attributes });
  }
  return rows;
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: { readonly Item?: Row['attributes']; readonly Key?: { readonly pk: string } };
}

/** A table that holds this one row and takes what is written. */
function tableOf(
  row: Pick<Row, 'pk' | 'attributes'>,
  puts: Row['attributes'][] = [],
): DynamoDBDocumentClient {
  const client = {
    async send({ constructor: { name }, input }: Command) {
      if (name === 'GetCommand') return input.Key?.pk === row.pk ? { Item: row.attributes } : {};
      if (name === 'PutCommand' && input.Item !== undefined) puts.push(input.Item);
      return { Items: [] };
    },
  };
  return client as unknown as DynamoDBDocumentClient;
}
