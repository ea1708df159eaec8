import { CANARY_TAG } from '@podguard/functions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { DEPLOYMENTS, listOf, named, ofType, statementsOf, synthesize } from '../support/synthesize.ts';

const dev = DEPLOYMENTS['dev in eu-central-1']!;
const prod = DEPLOYMENTS['prod in eu-central-1']!;

describe('the table', () => {
  let local: TestDynamoDb;
  beforeAll(async () => {
    local = await startDynamoDb();
  });
  afterAll(() => local.close());

  test('has the keys and the index of the one that the store makes for itself', async () => {
    const { table } = await local.newStore();
    const { Table: made } = (await local.call('DescribeTable', { TableName: table })) as {
      readonly Table: {
        readonly KeySchema: unknown;
        readonly AttributeDefinitions: readonly {
          readonly AttributeName: string;
          readonly AttributeType: string;
        }[];
        readonly GlobalSecondaryIndexes: readonly {
          readonly IndexName: string;
          readonly KeySchema: readonly { readonly AttributeName: string }[];
          readonly Projection: {
            readonly ProjectionType: string;
            readonly NonKeyAttributes: readonly string[];
          };
        }[];
      };
    };
    const { inputs } = named(await synthesize(dev), 'TableTable');
    expect([
      { AttributeName: inputs.hashKey, KeyType: 'HASH' },
      { AttributeName: inputs.rangeKey, KeyType: 'RANGE' },
    ]).toEqual(made.KeySchema);
    expect(inputs.attributes).toEqual(
      expect.arrayContaining(
        made.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
          name: AttributeName,
          type: AttributeType,
        })),
      ),
    );
    expect(inputs.attributes).toHaveLength(made.AttributeDefinitions.length);
    expect(inputs.globalSecondaryIndexes).toEqual(
      made.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        name: IndexName,
        hashKey: KeySchema[0]!.AttributeName,
        projectionType: Projection.ProjectionType,
        nonKeyAttributes: Projection.NonKeyAttributes,
      })),
    );
  });

  test.for([dev, prod])(
    'of $stage is on demand, can be restored to a point in time, streams both images and forgets',
    async (deployment) => {
      expect(named(await synthesize(deployment), 'TableTable').inputs).toMatchObject({
        billingMode: 'PAY_PER_REQUEST',
        pointInTimeRecovery: { enabled: true },
        streamEnabled: true,
        streamViewType: 'NEW_AND_OLD_IMAGES',
        ttl: { attributeName: 'expires', enabled: true },
      });
    },
  );

  test('and the reports are kept where the stage is prod, and go with a stage that is not', async () => {
    for (const [deployment, kept] of [
      [dev, false],
      [prod, true],
    ] as const) {
      const synthesis = await synthesize(deployment);
      const table = named(synthesis, 'TableTable');
      expect(table.retainOnDelete).toBe(kept);
      expect(table.inputs.deletionProtectionEnabled).toBe(kept);
      expect(named(synthesis, 'ReportsBucket').retainOnDelete).toBe(kept);
      expect(named(synthesis, 'ReportsBucket').inputs.forceDestroy).toBe(!kept);
      const protection = ['PublicAccessBlock', 'Policy', 'Versioning', 'Lifecycle', 'Encryption'];
      for (const part of protection)
        expect(named(synthesis, `Reports${part}`).retainOnDelete, part).toBe(kept);
      expect(synthesis.app).toMatchObject({ removal: kept ? 'retain' : 'remove', protect: kept });
      const days = kept ? 90 : 14;
      const logs = ofType(synthesis, 'LogGroup').map(({ inputs }) => inputs.retentionInDays);
      expect(new Set(logs)).toEqual(new Set([days]));
    }
  });

  test('has a key of its own only where one is given, which its functions may then use by way of DynamoDB', async () => {
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    const without = await synthesize(dev);
    expect(named(without, 'TableTable').inputs.serverSideEncryption).toBeUndefined();
    const synthesis = await synthesize({ ...dev, environment: { PODGUARD_TABLE_KEY: key } });
    expect(named(synthesis, 'TableTable').inputs.serverSideEncryption).toEqual({
      enabled: true,
      kmsKeyArn: key,
    });
    const using = ofType(synthesis, 'RolePolicy').filter((policy) =>
      statementsOf(policy).some(({ Action }) =>
        listOf(Action).some((action) => action.startsWith('dynamodb:')),
      ),
    );
    expect(using.length).toBeGreaterThan(3);
    for (const policy of using) {
      const grant = statementsOf(policy).find(({ Resource }) => listOf(Resource).includes(key));
      expect(grant?.Condition, policy.name).toEqual({
        StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' },
      });
    }
  });
});

test('only rows that are marked reach dispatch, a bad one alone is put aside, and nothing is tried for ever', async () => {
  const synthesis = await synthesize(dev);
  const { inputs } = named(synthesis, 'TableSource');
  expect(inputs).toMatchObject({
    startingPosition: 'TRIM_HORIZON',
    bisectBatchOnFunctionError: true,
    functionResponseTypes: ['ReportBatchItemFailures'],
    destinationConfig: {
      onFailure: { destinationArn: expect.stringMatching(/:podguard-dev-undispatched$/) },
    },
  });
  // However often that is within the hour: a short outage would use up any number of tries.
  expect(inputs.maximumRetryAttempts).toBe(-1);
  expect(inputs.maximumRecordAgeInSeconds).toBe(3600);
  expect(inputs.parallelizationFactor).toBeGreaterThan(1);
  const { filters } = inputs.filterCriteria as { readonly filters: readonly { readonly pattern: string }[] };
  expect(filters.map(({ pattern }) => JSON.parse(pattern))).toEqual([
    { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { pending: { S: [{ exists: true }] } } } },
  ]);
  const streams = ofType(synthesis, 'EventSourceMapping').filter(({ inputs: { eventSourceArn } }) =>
    String(eventSourceArn).includes('/stream/'),
  );
  expect(streams).toHaveLength(1);
});

test('reports are private, encrypted, taken over TLS only, kept in versions, and end after a while', async () => {
  const synthesis = await synthesize(prod);
  expect(named(synthesis, 'ReportsPublicAccessBlock').inputs).toMatchObject({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  expect(statementsOf(named(synthesis, 'ReportsPolicy'))).toEqual([
    expect.objectContaining({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
    }),
  ]);
  expect(named(synthesis, 'ReportsVersioning').inputs.versioningConfiguration).toEqual({ status: 'Enabled' });
  expect(named(synthesis, 'ReportsLifecycle').inputs.rules).toEqual([
    expect.objectContaining({
      expiration: { days: 400 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      status: 'Enabled',
    }),
    // What runs find until they report.
    expect.objectContaining({
      filter: { prefix: 'drift/' },
      expiration: { days: 30 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      status: 'Enabled',
    }),
  ]);
  expect(named(synthesis, 'ReportsEncryption').inputs.rules).toEqual([
    { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
  ]);
  expect(synthesis.resources.filter(({ type }) => type.includes('bucketCors'))).toEqual([]);
});

test('every part is tagged with the application and the stage, and a deploy leaves the tag of the canary alone', async () => {
  const { app } = await synthesize(prod);
  expect(app.providers.aws).toMatchObject({
    defaultTags: { tags: { 'podguard:app': 'podguard', 'podguard:stage': 'prod' } },
    ignoreTags: { keys: [CANARY_TAG] },
  });
});
