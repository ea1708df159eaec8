import type { Finding } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { BAD, roleRead } from './baseline-account.ts';
import { type BaselineWorld, newBaselineWorld, START } from './baseline-world.ts';

const SMALL = { roles: 30, badEvery: 10, clusters: ['prod', 'test'] };
const MINUTE = 60_000;

async function begun(account = SMALL, id = 'first'): Promise<BaselineWorld> {
  const world = newBaselineWorld(account);
  await world.start(id);
  return world;
}

const quietOf = async ({ state }: BaselineWorld) => {
  const ids: string[] = [];
  for await (const { id } of state.listQuiet()) ids.push(id);
  return ids;
};

const reportOf = (world: BaselineWorld, run = 'first') =>
  JSON.parse(world.kept.get(`baselines/${run}.json`) ?? 'null');

describe('the baseline of an account with 2,000 roles', () => {
  it('is one report and one digest, and nobody hears of a single finding', async () => {
    const world = await begun({ roles: 2_000, badEvery: 4, clusters: ['prod'] });
    world.pageMs = 20_000;
    await world.run();
    expect([...world.kept.keys()].sort()).toEqual(['baselines/first.json', 'baselines/first.md']);
    const report = reportOf(world);
    const accused = new Set((report.findings as Finding[]).map(({ resource }) => resource.key));
    expect(accused.size).toBe(500);
    expect(report.summary).toMatchObject({ run: 'first', pages: 104, read: 2_001 });
    const markdown = world.kept.get('baselines/first.md');
    expect(markdown).toContain('more: `baselines/first.json` has all.');
    expect(markdown).not.toContain('--format json');
    expect(report.sinceBaseline).toMatchObject({ opened: 0, open: 0 });
    expect(world.loud).toEqual([]);
    expect(world.digests).toHaveLength(1);
    expect(world.digests[0]?.digest).toMatchObject({
      account: '111122223333',
      report: 's3://reports/baselines/first.md',
      transitions: report.findings.length,
      notes: [],
    });
    expect(await quietOf(world)).toEqual([]);
    expect(await world.state.loadMark('baseline')).toMatchObject({ startedAt: '2026-01-02T10:00:00Z' });
    expect((await world.state.loadMark('baseline')) as object).not.toMatchObject({ finishedAt: null });
  });
});

describe('a baseline', () => {
  it('lists in a fixed order: what belongs to a cluster right after the clusters, then the account', async () => {
    const world = await begun();
    await world.run();
    expect(world.listed).toEqual([
      'clusters eu-central-1',
      'associations eu-central-1 prod',
      'access-entries eu-central-1 prod',
      'associations eu-central-1 test',
      'access-entries eu-central-1 test',
      'clusters us-east-1',
      'roles eu-central-1',
      'roles eu-central-1  20',
    ]);
  });

  it('goes on by the next message when little of the time is left', async () => {
    const world = await begun();
    world.pageMs = 200_000;
    const steps: unknown[] = [];
    for (let left = 1; left > 0; left = world.queue.length) {
      steps.push(await world.deliver());
      world.queue.shift();
    }
    expect(steps.flat()).toEqual(
      ['reading', 'reading', 'settling', 'settling', 'finished'].slice(-steps.length),
    );
    expect(world.listed).toHaveLength(8);
    expect(new Set(world.listed).size).toBe(8);
  });

  it('reads pages of clusters one after another and leaves none out', async () => {
    const clusters = Array.from({ length: 45 }, (_, at) => `c${at}`);
    const world = await begun({ ...SMALL, clusters });
    await world.run();
    expect(world.listed.filter((one) => one.startsWith('associations'))).toHaveLength(45);
    expect(world.listed.filter((one) => one.startsWith('clusters'))).toHaveLength(4);
    expect(new Set(world.listed).size).toBe(world.listed.length);
  });

  it('names what was denied, in the report and the digest, and reads the rest', async () => {
    const world = await begun();
    world.answer = ({ listing, region }) =>
      listing === 'clusters' && region === 'us-east-1'
        ? { outcome: 'denied', reason: 'not authorized to perform eks:ListClusters' }
        : undefined;
    await world.run();
    expect(reportOf(world).gaps).toEqual([
      { what: 'clusters in us-east-1', reason: 'denied: not authorized to perform eks:ListClusters' },
    ]);
    expect(world.kept.get('baselines/first.md')).toMatch(/### Not known[\s\S]*clusters in us-east-1/);
    expect(world.digests[0]?.digest.notes).toEqual([
      'not known: clusters in us-east-1: denied: not authorized to perform eks:ListClusters',
    ]);
    expect(world.listed.filter((one) => one === 'clusters us-east-1')).toHaveLength(1);
    expect(reportOf(world).summary.read).toBe(32);
  });

  it('names each resource that could not be read', async () => {
    const world = await begun();
    const key = 'arn:aws:iam::111122223333:role/hidden';
    world.answer = ({ listing }) =>
      listing === 'roles'
        ? {
            outcome: 'read',
            keys: [key],
            changes: [],
            unread: [{ key, outcome: 'denied', reason: 'by a boundary' }],
            next: undefined,
          }
        : undefined;
    await world.run();
    expect(reportOf(world).gaps).toEqual([{ what: key, reason: 'denied: by a boundary' }]);
  });

  it.for(['slow', 'failed'] as const)(
    'tries what was %s three times, half a minute apart',
    async (outcome) => {
      const world = await begun();
      world.pageMs = 0;
      const at: number[] = [];
      world.answer = ({ listing }) => {
        if (listing !== 'roles') return undefined;
        at.push(world.clock);
        return { outcome, reason: 'try again' };
      };
      await world.run();
      expect(at).toEqual([0, 30_000, 60_000]);
      expect(reportOf(world).gaps).toEqual([
        { what: 'roles in eu-central-1', reason: `${outcome}: try again` },
      ]);
    },
  );

  it('has no gap for what was slow only once', async () => {
    const world = await begun();
    let slow = 1;
    world.answer = ({ listing }) => {
      if (listing !== 'roles' || slow === 0) return undefined;
      slow -= 1;
      return { outcome: 'slow', reason: 'Throttling' };
    };
    await world.run();
    expect(reportOf(world).gaps).toEqual([]);
    expect(reportOf(world).summary.read).toBe(32);
  });

  it('reads a page again when one of its resources was slow', async () => {
    const world = await begun();
    const key = 'arn:aws:iam::111122223333:role/slow';
    let tries = 0;
    world.answer = ({ listing }) => {
      if (listing !== 'roles') return undefined;
      tries += 1;
      const unread = tries < 3 ? [{ key, outcome: 'slow', reason: 'no answer within 20000 ms' }] : [];
      return { outcome: 'read', keys: [key], changes: [], unread, next: undefined };
    };
    await world.run();
    expect(tries).toBe(3);
    expect(reportOf(world).gaps).toEqual([]);
  });

  it('lets people hear at once of what happens while it runs, and counts that in the first line', async () => {
    const world = await begun();
    world.pageMs = 100_000;
    await world.deliver();
    world.queue.shift();
    const now = new Date(START + world.clock);
    const read = roleRead('new', BAD, now);
    const stamp = { time: read.stamp.time, rank: 0, eventId: 'e-1' } as const;
    const cause = { ...read.cause, eventId: 'e-1', eventName: 'CreateRole' };
    await world.arrive({ ...read, stamp, cause });
    await world.run();
    expect(new Set(world.loud.map(({ finding }) => finding.resource.key))).toEqual(new Set([read.key]));
    expect(reportOf(world).sinceBaseline).toMatchObject({ opened: 1, open: 1 });
    expect(world.kept.get('baselines/first.md')?.split('\n')[0]).toBe(
      '## Podguard: a finding of high or above opened since the baseline of 2026-01-02 10:00:00 UTC, still open',
    );
  });

  it('anew hides nothing that opened since the first one', async () => {
    const world = await begun();
    await world.run();
    const first = reportOf(world).sinceBaseline;
    world.clock += 60 * MINUTE;
    const now = new Date(START + world.clock);
    const read = roleRead('role-1', BAD, now);
    const stamp = { time: read.stamp.time, rank: 1, eventId: 'e-1' } as const;
    await world.arrive({ ...read, stamp, cause: { ...read.cause, eventId: 'e-1', eventName: 'CreateRole' } });
    for (const run of ['second', 'third']) {
      world.clock += 60 * MINUTE;
      await world.start(run);
      await world.run();
      expect(reportOf(world, run).sinceBaseline).toEqual({ ...first, opened: 1, open: 1 });
    }
  });

  it('of an account that was read before writes nothing, and tells that nothing is new', async () => {
    const world = await begun();
    await world.run();
    const versions = async () => {
      const all: [string, number][] = [];
      for await (const { key, version } of world.store.listItems()) all.push([key, version]);
      return all.sort();
    };
    const before = await versions();
    world.clock += 60 * MINUTE;
    await world.start('second');
    await world.run();
    expect(await versions()).toEqual(before);
    expect(world.digests.map(({ digest }) => digest.transitions)).toEqual([
      reportOf(world).findings.length,
      0,
    ]);
    expect(reportOf(world, 'second').findings).toEqual(reportOf(world).findings);
  });
});

describe('a baseline that has read everything', () => {
  it('waits until nothing is pending and nothing queued, twice a minute apart', async () => {
    const world = await begun({ ...SMALL, roles: 0 });
    world.pageMs = 0;
    world.depth = 3;
    expect(await world.deliver()).toEqual(['settling']);
    world.queue.shift();
    world.depth = 0;
    expect(await world.deliver()).toEqual(['settling']);
    world.queue.shift();
    expect(await world.deliver()).toEqual(['finished']);
    expect(world.clock).toBe(2 * MINUTE);
  });

  it('begins to wait anew when something comes in between', async () => {
    const world = await begun({ ...SMALL, roles: 0 });
    world.pageMs = 0;
    const depths = [0, 1, 0, 0];
    const steps: unknown[] = [];
    for (const depth of depths) {
      world.depth = depth;
      steps.push(await world.deliver());
      world.queue.shift();
    }
    expect(steps.flat()).toEqual(['settling', 'settling', 'settling', 'finished']);
  });

  it('waits ten minutes at most, and says what is still being judged', async () => {
    const world = await begun();
    world.pageMs = 0;
    world.dispatching = false;
    world.depth = 7;
    await world.run();
    expect(world.clock).toBe(10 * MINUTE);
    const { gaps } = reportOf(world);
    expect(gaps).toHaveLength(22);
    expect(gaps[0].reason).toBe('it was still being judged');
    expect(gaps.slice(-2)).toEqual([
      { what: '30 resources', reason: 'they were still being judged, those that are named among them' },
      { what: 'about 7 queued judgements', reason: 'they were not made yet' },
    ]);
    expect(new Date(START + world.clock).toISOString()).toBe('2026-01-02T10:10:00.000Z');
    expect(await world.state.loadMark('baseline')).toMatchObject({ finishedAt: '2026-01-02T10:10:00Z' });
  });
});
