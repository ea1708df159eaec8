import { Readable } from 'node:stream';
import { toRecord as readRecord, toChanges } from '@podguard/cloudtrail';
import {
  type ConfigInput,
  configSchema,
  createDispatcher,
  createEngine,
  type Finding,
  type JsonObject,
  OPT_IN_EVENTS,
  severityRank,
  type Transition,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { scan } from 'podguard';
import { describe, expect, it } from 'vitest';
import { toRecord } from '../../scripts/samples/call.ts';
import { createKey } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { PROD_ISSUER } from '../../scripts/samples/trust.ts';
import { ADMINISTRATOR } from '../support/quiet-day/clusters.ts';
import { dayOf, OPERATIONS, type QuietDay, quietDay } from '../support/quiet-day/day.ts';

/** Nothing configured but the events; all that can be. */
const CONFIGURATIONS: readonly (readonly [string, ConfigInput])[] = [
  ['nothing', {}],
  [
    'everything',
    {
      account: ACCOUNT,
      issuers: [PROD_ISSUER],
      deployers: [`arn:aws:iam::${ACCOUNT}:role/ci/github-deployer`, ADMINISTRATOR],
      administrators: [ADMINISTRATOR],
      clusterAddresses: ['192.0.2.0/24'],
      environments: { prod: { clusters: ['parcels-prod'], issuers: [PROD_ISSUER] } },
    },
  ],
];

async function judged(records: readonly JsonObject[], config: ConfigInput) {
  const problems: string[] = [];
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  const result = await scan(['-'], {
    catalogue,
    config: configSchema.parse({ ...config, events: OPT_IN_EVENTS }),
    stdin: Readable.from(lines.map((line) => Buffer.from(line))),
    signal: new AbortController().signal,
    at: new Date(),
    onProblem: (message) => problems.push(message),
  });
  expect(problems).toEqual([]);
  return result;
}

const told = ({ rule, severity, resource, summary, opened }: Finding) =>
  `${severity} ${rule} ${resource.key}: ${summary} (${opened?.eventName} ${opened?.at})`;
const isNoise = ({ severity }: { readonly severity: Finding['severity'] }) =>
  severityRank(severity) >= severityRank('medium');

/** What is low on such a day, and right. */
const LOW: Readonly<Record<string, string>> = {
  'access-entry-cluster-admin': 'where nobody is configured to be one, every administrator is worth a look',
  'cluster-audit-log-off': 'eksctl makes clusters without logs',
  'cluster-creator-admin': 'eksctl and the console leave it to the creator',
  'node-role-addon-permissions': 'eksctl and the user guide give the CNI policy to nodes',
  'pod-identity-trust-unscoped': "the user guide's trust policy names no cluster",
  'secret-rotation-off': 'it is read before its rotation is on',
};

/** What the live service tells, record by record. */
async function toldLive(records: readonly JsonObject[], config: ConfigInput): Promise<readonly Transition[]> {
  const parsed = configSchema.parse({ ...config, events: OPT_IN_EVENTS });
  const store = createMemoryStore();
  const all: Transition[] = [];
  const backOff = async () => {};
  const engine = createEngine({
    store,
    catalogue,
    config: parsed,
    judgedWith: 'test',
    pastLimit: 20,
    backOff,
  });
  const dispatcher = createDispatcher({
    store,
    engine,
    catalogue,
    backOff,
    notify: async (some) => {
      all.push(...some);
    },
  });
  for (const raw of records) {
    const read = readRecord(raw);
    if (read.kind !== 'record') continue;
    const mapped = toChanges(read.record, OPT_IN_EVENTS);
    for (const change of mapped.kind === 'changes' ? mapped.changes : []) {
      await engine.apply(change);
      await dispatcher.dispatch(change.key);
    }
  }
  return all;
}

describe.each(CONFIGURATIONS)('a day on which all is done right, with %s configured', (_, config) => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    'opens nothing of medium or above: %s',
    async (_name, operation) => {
      for (let seed = 0; seed < 12; seed += 1) {
        const { records } = dayOf([{ operation, start: 30_000 }], seed);
        expect((await judged(records, config)).findings.filter(isNoise).map(told)).toEqual([]);
      }
    },
  );

  it('opens nothing of medium or above at any moment, in whatever order the records come', async () => {
    const low = new Set<string>();
    await fc.assert(
      fc.asyncProperty(quietDay, async ({ delivered }) => {
        const { findings } = await judged(delivered, config);
        expect(findings.filter(isNoise).map(told)).toEqual([]);
        for (const { rule } of findings) low.add(rule);
      }),
      { numRuns: 25 },
    );
    expect(Object.keys(LOW)).toEqual(expect.arrayContaining([...low]));
  }, 300_000);

  it('is told of nothing of medium or above while its records come', async () => {
    await fc.assert(
      fc.asyncProperty(quietDay, async ({ records }) => {
        expect((await toldLive(records, config)).filter(isNoise)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 300_000);

  it('does not hide what is done wrong', async () => {
    const [quiet] = fc.sample(quietDay, 1) as [QuietDay];
    const key = createKey('12:00:00', maren, 'AKIAWRONG00EXAMPLE', 'svc-wrong', true);
    const wrong = toRecord(key, createRandom(1));
    const { findings } = await judged([...quiet.delivered, wrong], config);
    expect(findings.filter(isNoise).map(({ rule }) => rule)).toEqual(['static-key-for-other-user']);
  });
});
