import {
  BASELINE_MARK,
  createFindingContext,
  findingsOf,
  type JsonValue,
  parseConfig,
  readEventId,
  type StateChange,
} from '@podguard/core';
import {
  createFinish,
  createMemoryResults,
  type Difference,
  type DriftRun,
  reportStore,
} from '@podguard/drift';
import { renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import {
  ASSOCIATION,
  associate,
  createRole,
  deleteRole,
  ROLE,
  TRUSTED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';

const ACCOUNT = '111122223333';
const config = parseConfig({ account: ACCOUNT }, 'test');

function world() {
  const store = createMemoryStore();
  const state = createMemoryServiceState(store);
  const harness = createHarness(store);
  let time = Date.parse('2026-03-01T00:00:00Z');
  const now = () => new Date(time);
  const results = createMemoryResults();
  const context = createFindingContext({ config, state, now });
  const deps = { store, state, results, catalogue, config, context, account: ACCOUNT, now };
  return {
    ...{ store, state, harness, results, deps, now },
    wait(days: number) {
      time += days * 86_400_000;
    },
    runOf: (run: string, kind: DriftRun['kind'] = 'drift'): DriftRun => ({
      ...{ run, kind, startedAt: now().toISOString().replace('.000', '') },
    }),
  };
}

/** Keeps a page as the scan of a run does. */
async function found(
  { results }: ReturnType<typeof world>,
  run: DriftRun,
  differences: readonly Difference[],
  gaps: readonly { readonly what: string; readonly reason: string }[] = [],
): Promise<void> {
  const page = {
    shard: { listing: 'roles', region: 'eu-central-1', page: 0 },
    ...{ listed: true, seen: [ROLE, ASSOCIATION], differences, gaps, again: [], last: true },
    news: [{ key: ROLE, what: 'changed' }],
    counts: { unchanged: 1, changed: 1, appeared: 0, learnt: 0 },
  };
  const name = `${run.startedAt.replace(/[-:]/g, '')}/scan/roles/eu-central-1/-/000000`;
  await results.put(run.run, name, page as unknown as JsonValue);
}

const difference: Difference = {
  ...{ key: ROLE, kind: 'iam-role', account: ACCOUNT, region: 'us-east-1', type: 'changed' },
  fields: [{ name: 'trust', recorded: TRUSTED, found: UNTRUSTED }],
  ...{ readAt: '2026-03-01T00:00:00Z', recordedAt: '2026-01-02T03:00:00Z', origin: 'out-of-band' },
  ...{
    explanation: null,
    reason: 'at 2026-03-01T00:00:00Z the event history of the last 90 days had no record of it',
  },
};

/** What a read says of the role, so many days after its making. */
function readRole(time: number, lastUsedAt: string | null, trust = TRUSTED): StateChange {
  const put = createRole(time, trust);
  if (put.op !== 'put') throw new Error('a role is made by a put');
  const eventId = readEventId('role', put.cause.at, ROLE);
  const { uniqueId: _, ...rest } = put;
  return {
    ...rest,
    creates: false,
    stamp: { ...put.stamp, eventId },
    cause: { ...put.cause, eventId, eventName: 'read:role' },
    fields: { ...put.fields, lastUsedAt: { value: lastUsedAt } },
  };
}

describe('the end of a run', () => {
  it('reports what was found beside what is recorded, and ends the run', async () => {
    const here = world();
    await here.harness.deliver(createRole(0, UNTRUSTED));
    await here.harness.deliver(associate(1));
    const run = here.runOf('r1', 'baseline');
    await here.state.saveMark(BASELINE_MARK, { ...run, finishedAt: null, earlier: [] });
    await found(here, run, [difference], [{ what: 'users', reason: 'denied: no' }]);
    const report = await createFinish(here.deps)(run);
    expect(report).toMatchObject({
      title: 'Account 111122223333: the first reading',
      run: { id: 'r1', kind: 'baseline', read: 2 },
      summary: { changed: 1, unchanged: 1, gone: 0, drifted: 1, resources: expect.any(Number) },
      differences: [{ key: ROLE, type: 'changed', fields: [{ name: 'trust' }] }],
      gaps: [{ what: 'users', reason: 'denied: no' }],
      trend: [{ run: 'r1', drifted: 1, gaps: 1 }],
    });
    expect(report.since).toBeUndefined();
    expect(report.findings.map(({ resource }) => resource.key)).toContain(ASSOCIATION);
    expect(await here.state.loadMark(BASELINE_MARK)).toMatchObject({
      run: 'r1',
      finishedAt: '2026-03-01T00:00:00Z',
    });
  });

  it('tells what came and what ended since the run before, however often it is done', async () => {
    const here = world();
    await here.harness.deliver(createRole(0, UNTRUSTED));
    await here.harness.deliver(associate(1));
    await createFinish(here.deps)(here.runOf('r1'));
    here.wait(1);
    await here.harness.deliver(updateTrust(60, TRUSTED));
    await here.harness.deliver(createRole(61, UNTRUSTED));
    await here.harness.deliver(deleteRole(70));
    const finish = createFinish(here.deps);
    const run = here.runOf('r2');
    const { since, trend } = await finish(run);
    expect(since).toMatchObject({ run: 'r1', at: '2026-03-01T00:00:00Z' });
    const before = new Set(since?.resolved.map(({ id }) => id));
    expect(before.size).toBeGreaterThan(0);
    expect(since?.opened.every(({ id, status }) => !before.has(id) && status === 'open')).toBe(true);
    expect(trend.map((point) => point.run)).toEqual(['r1', 'r2']);
    here.wait(1);
    const again = await finish(run);
    expect(again.since).toEqual(since);
    expect(again.trend.map((point) => point.run)).toEqual(['r1', 'r2']);
  });

  it('keeps 90 runs', async () => {
    const here = world();
    for (let at = 0; at < 95; at += 1) {
      await createFinish(here.deps)(here.runOf(`r${at}`));
      here.wait(1);
    }
    const { trend } = (await reportStore(here.state, config, here.now())).result();
    expect(trend).toHaveLength(90);
    expect([trend[0]?.run, trend.at(-1)?.run]).toEqual(['r5', 'r94']);
  });

  it('keeps each of two that end at the same time', async () => {
    const here = world();
    const runs = ['r1', 'r2', 'r3'].map((run) => here.runOf(run));
    await Promise.all(runs.map((run) => createFinish(here.deps)(run)));
    const { trend } = (await reportStore(here.state, config, here.now())).result();
    expect(trend.map(({ run }) => run).sort()).toEqual(['r1', 'r2', 'r3']);
  });

  it('of one that was interrupted says so, and counts it for none', async () => {
    const here = world();
    const run = here.runOf('r1', 'baseline');
    await here.state.saveMark(BASELINE_MARK, { ...run, finishedAt: null, earlier: [] });
    const report = await createFinish(here.deps)(run, { interrupted: true });
    expect(report.gaps).toEqual([{ what: 'the rest of the account', reason: 'the run was interrupted' }]);
    expect(report.trend).toEqual([]);
    expect(await here.state.loadMark(BASELINE_MARK)).toMatchObject({ finishedAt: null });
  });

  it('says values in words, and of long ones shows where they differ', async () => {
    const here = world();
    const run = here.runOf('r1');
    const [before, after] = ['a', 'b'].map((end) => JSON.stringify({ Statement: ['x'.repeat(5_000), end] }));
    await found(here, run, [
      {
        ...difference,
        fields: [
          { name: 'trust', recorded: '{ "b": 1, "a": [2] }', found: null },
          { name: 'policies arn:p', recorded: null, found: true },
          { name: 'maxSessionDuration', found: 3600 },
          { name: 'boundary', recorded: before ?? '', found: after ?? '' },
        ],
      },
    ]);
    const { differences } = await createFinish(here.deps)(run);
    const [trust, policy, duration, boundary] = differences[0]?.fields ?? [];
    expect(trust).toEqual({ name: 'trust', recorded: '{"a":[2],"b":1}', found: null });
    expect(policy).toEqual({ name: 'policies arn:p', recorded: null, found: 'there' });
    expect(duration).toEqual({ name: 'maxSessionDuration', recorded: 'not known', found: '3600' });
    expect(boundary?.recorded).toMatch(/^…x+","a"\]\}$/);
    expect(boundary?.found).toMatch(/^…x+","b"\]\}$/);
  });

  it('puts first what is gravest, and last what is no drift', async () => {
    const here = world();
    await here.harness.deliver(createRole(0, UNTRUSTED));
    await here.harness.deliver(associate(1));
    const run = here.runOf('r1');
    const at = (key: string, origin: Difference['origin']): Difference => ({ ...difference, key, origin });
    await found(here, run, [
      at('late', 'late'),
      at('a', 'missed'),
      at('b', 'out-of-band'),
      at(ASSOCIATION, 'missed'),
    ]);
    const { differences } = await createFinish(here.deps)(run);
    expect(differences.map(({ key }) => key)).toEqual([ASSOCIATION, 'b', 'a', 'late']);
  });
});

describe('what a run tells of itself', () => {
  it('counts a resource once that is neither as recorded nor as approved', async () => {
    const here = world();
    const run = here.runOf('r1');
    await found(here, run, [difference, { ...difference, type: 'unapproved' }]);
    const report = await createFinish(here.deps)(run);
    expect(report.differences).toHaveLength(2);
    expect(report).toMatchObject({
      summary: { drifted: 1 },
      trend: [{ drifted: 1 }],
      totals: { drifted: 1 },
    });
  });

  it('lists the gravest of very many differences, counts all, and takes none for something not read', async () => {
    const here = world();
    const run = here.runOf('r1');
    await found(
      here,
      run,
      Array.from({ length: 6_000 }, (_, index) => ({ ...difference, key: `${ROLE}-${index}` })),
    );
    const report = await createFinish(here.deps)(run);
    expect(report).toMatchObject({ gaps: [], totals: { drifted: 6_000, differences: 6_000, late: 0 } });
    expect(report.differences).toHaveLength(5_000);
    const html = renderHtml(report).replace(/<[^>]*>/g, '');
    expect(html).toContain('6,000 resources drifted');
    expect(html).toContain('And 5,500 more: the JSON of this report has the first 5,000 of 6,000.');
    expect(html).not.toContain('could not be read');
  });

  it('has in the trend, too, what it did not come to', async () => {
    const here = world();
    const gaps = [{ what: 'who did it', reason: 'failed' }];
    const report = await createFinish(here.deps)(here.runOf('r1'), { gaps });
    expect(report).toMatchObject({ gaps, trend: [{ gaps: 1 }] });
  });

  it('of a first reading that ended does not say that it is under way', async () => {
    const here = world();
    const run = here.runOf('r1', 'baseline');
    await here.state.saveMark(BASELINE_MARK, { ...run, finishedAt: null, earlier: [] });
    const { sinceBaseline } = await createFinish(here.deps)(run);
    expect(sinceBaseline?.finishedAt).toBe('2026-03-01T00:00:00Z');
  });
});

describe('two accounts in one store', () => {
  it('have runs of their own, that count what is theirs and are compared with their own', async () => {
    const here = world();
    await here.harness.deliver(createRole(0, UNTRUSTED));
    await here.harness.deliver(associate(1));
    const first = await createFinish(here.deps)(here.runOf('r1'));
    expect(first.findings.length).toBeGreaterThan(0);
    here.wait(1);
    const other = createFinish({ ...here.deps, account: '444455556666' });
    const second = await other(here.runOf('r2'));
    expect(second).toMatchObject({ findings: [], trend: [{ run: 'r2', account: '444455556666' }] });
    expect(second.since).toBeUndefined();
    expect(second.posture?.accounts).toEqual([]);
    here.wait(1);
    const third = await createFinish(here.deps)(here.runOf('r3'));
    expect(third.trend.map(({ run }) => run)).toEqual(['r1', 'r3']);
    expect(third.since).toMatchObject({ run: 'r1', opened: [], resolved: [] });
    const both = (await reportStore(here.state, config, here.now())).result();
    expect(both.trend.map(({ run }) => run)).toEqual(['r1', 'r2', 'r3']);
    expect(both.lastRuns?.map(({ id, account }) => [id, account])).toEqual([
      ['r3', ACCOUNT],
      ['r2', '444455556666'],
    ]);
    expect(both.since).toBeUndefined();
  });
});

describe('identities that nobody uses', () => {
  const unusedAfter = async (days: number, ...changes: readonly StateChange[]) => {
    const here = world();
    for (const change of changes) await here.harness.deliver(change);
    here.wait(days);
    return (await createFinish(here.deps)(here.runOf('r1'))).unused;
  };

  it('are roles that pods were granted long ago, and that were never used', async () => {
    const told = [createRole(0), associate(1), readRole(600, null)];
    expect(await unusedAfter(120, ...told)).toEqual([
      {
        role: ROLE,
        grants: ['shop/cart'],
        place: { account: ACCOUNT, cluster: expect.stringContaining('cluster/prod'), issuer: null },
        lastUsedAt: null,
        asOf: '2026-06-29T00:00:00Z',
        grantedAt: '2026-01-02T03:00:01Z',
      },
    ]);
    // 60 days after it was granted.
    expect(await unusedAfter(2, ...told)).toEqual([]);
  });

  it('are not those that were used since', async () => {
    const told = (lastUsedAt: string) => [createRole(0), associate(1), readRole(600, lastUsedAt)];
    expect(await unusedAfter(120, ...told('2026-01-03T00:00:00Z'))).toMatchObject([
      { role: ROLE, lastUsedAt: '2026-01-03T00:00:00Z' },
    ]);
    expect(await unusedAfter(120, ...told('2026-05-03T00:00:00Z'))).toEqual([]);
  });

  it('are none of which nobody knows yet that they are old', async () => {
    // An association that a read showed first: when it was made is not known.
    const { creates: _, uniqueId: __, ...seen } = associate(1) as StateChange & { readonly op: 'put' };
    const eventId = readEventId('pod-identity-association', seen.cause.at, ASSOCIATION);
    const association = {
      ...seen,
      creates: false,
      stamp: { ...seen.stamp, eventId },
      cause: { ...seen.cause, eventId },
    } as StateChange;
    const told = [readRole(1, null), association];
    // 60 days after both were first seen.
    expect(await unusedAfter(2, ...told)).toEqual([]);
    expect(await unusedAfter(120, ...told)).toMatchObject([{ role: ROLE, grantedAt: null }]);
  });

  it('are as of the last reading, not as of the report', async () => {
    const here = world();
    for (const change of [createRole(0), associate(1), readRole(600, null)])
      await here.harness.deliver(change);
    const unused = async () => {
      const report = await reportStore(here.state, config, here.now());
      const context = await here.deps.context();
      for await (const item of here.store.listItems())
        report.show(item, findingsOf(item, catalogue, context));
      return report.result().unused;
    };
    here.wait(300);
    expect(await unused()).toEqual([]);
    const run = here.runOf('r1');
    await found(here, run, [], [{ what: 'roles', reason: 'denied' }]);
    await createFinish(here.deps)(run);
    expect(await unused()).toEqual([]);
    await createFinish(here.deps)(here.runOf('r2'));
    here.wait(30);
    expect(await unused()).toMatchObject([{ role: ROLE, asOf: '2026-12-26T00:00:00Z' }]);
  });

  it('are not known where neither AWS nor an event of its use told', async () => {
    expect(await unusedAfter(120, createRole(0), associate(1))).toEqual([]);
  });

  it('are none that nobody was granted', async () => {
    expect(await unusedAfter(120, createRole(0), readRole(600, null))).toEqual([]);
  });

  it('are those whose last use was told by events', async () => {
    const { op: _op, ...use } = createRole(30);
    const used = { ...use, op: 'activity', use: 'pod' } as unknown as StateChange;
    expect(await unusedAfter(120, createRole(0), associate(1), used)).toMatchObject([
      { role: ROLE, lastUsedAt: '2026-01-02T03:00:30Z' },
    ]);
    expect(await unusedAfter(20, createRole(0), associate(1), used)).toEqual([]);
  });
});

describe('the migration of a cluster', () => {
  it('is the share of identities of their own, and names the others', async () => {
    const here = world();
    await here.harness.deliver(createRole(0));
    await here.harness.deliver(associate(1));
    const { migration } = await createFinish(here.deps)(here.runOf('r1'));
    expect(migration).toEqual([
      {
        place: { account: ACCOUNT, cluster: expect.stringContaining('cluster/prod'), issuer: null },
        methods: { 'pod-identity': 1 },
        ownIdentity: 1,
        unknown: 0,
        left: [],
      },
    ]);
  });
});

describe('the report of a store without a run', () => {
  it('has what the last run could not read and what differed, as much as there is room for', async () => {
    const here = world();
    const run = here.runOf('r1');
    const gaps = [{ what: 'users', reason: 'denied: no' }];
    await found(here, run, [difference], gaps);
    await createFinish(here.deps)(run);
    const told = async () => (await reportStore(here.state, config, here.now())).result();
    const last = { account: ACCOUNT, id: 'r1', kind: 'drift', finishedAt: '2026-03-01T00:00:00Z' };
    expect(await told()).toMatchObject({
      lastRuns: [{ ...last, drifted: 1, gaps: 1 }],
      differences: [{ key: ROLE, origin: 'out-of-band' }],
      gaps,
      totals: { drifted: 1, differences: 1, gaps: 1 },
    });
    const many = here.runOf('r2');
    const wide = 'x'.repeat(1_000);
    await found(
      here,
      many,
      Array.from({ length: 300 }, (_, at) => ({ ...difference, key: `${ROLE}-${at}`, reason: wide })),
      Array.from({ length: 300 }, (_, at) => ({ what: `users ${at}`, reason: wide })),
    );
    await createFinish(here.deps)(many);
    const mark = await here.state.loadMark(`drift-last ${ACCOUNT}`);
    expect(Buffer.byteLength(JSON.stringify(mark))).toBeLessThan(400_000);
    const { differences, gaps: kept, totals } = await told();
    expect(totals).toMatchObject({ drifted: 300, differences: 300, gaps: 300 });
    for (const some of [differences, kept ?? []]) {
      expect(some.length).toBeGreaterThan(30);
      expect(some.length).toBeLessThan(300);
    }
  });

  it('that no run read has nothing of it', async () => {
    const here = world();
    const told = (await reportStore(here.state, config, here.now())).result();
    expect(told).toMatchObject({ lastRuns: [], differences: [] });
    expect(told).not.toHaveProperty('gaps');
  });

  it('has the trend, and what came since the last run', async () => {
    const here = world();
    await here.harness.deliver(createRole(0));
    await createFinish(here.deps)(here.runOf('r1'));
    here.wait(1);
    await here.harness.deliver(associate(1));
    await here.harness.deliver(updateTrust(60, UNTRUSTED));
    const report = await reportStore(here.state, config, here.now());
    const context = await here.deps.context();
    for await (const item of here.store.listItems()) report.show(item, findingsOf(item, catalogue, context));
    const told = report.result();
    expect(told).toMatchObject({ title: `Account ${ACCOUNT}`, trend: [{ run: 'r1' }], since: { run: 'r1' } });
    expect(told.since?.opened.length).toBeGreaterThan(0);
  });
});
