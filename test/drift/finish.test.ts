import { BASELINE_MARK } from '@podguard/core';
import { createFinish, type Difference, reportStore } from '@podguard/drift';
import { renderHtml } from '@podguard/report';
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
import { ACCOUNT, config, difference, found, world } from './finish-world.ts';

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
