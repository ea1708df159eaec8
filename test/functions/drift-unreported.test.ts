import { BASELINE_MARK } from '@podguard/core';
import { EXECUTION_MARK } from '@podguard/functions';
import { describe, expect, it } from 'vitest';
import { BAD, keyOf, newAccount } from './drift-account.ts';
import { BASELINE, DAY, read, reportOf, scheduled } from './drift-runs.ts';
import { type DriftWorld, newDriftWorld } from './drift-world.ts';

/** What is found of the associations of a cluster is kept. */
const IN_PROD = /^keep \w+\/scan\/associations\/.*prod/;

/** Steps of a run from that one on do nothing any more, nor does what would say that it failed. */
function abortAt(world: DriftWorld, from: string): () => void {
  const { step } = world;
  let isOver = false;
  world.step = async (payload) => {
    isOver ||= payload.step === from;
    if (isOver) throw new Error('the execution was aborted');
    return step(payload);
  };
  return () => {
    world.step = step;
  };
}

describe('what cannot be read', () => {
  it('is named with the reason, in the report and the digest, and the rest is read', async () => {
    const world = newDriftWorld();
    world.answer = (call) => {
      if (call.startsWith('clusters us-east-1'))
        throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    };
    await world.run(BASELINE);
    expect(JSON.stringify(reportOf(world, 'first').gaps)).toMatch(
      /clusters in us-east-1.*denied.*not authorized/,
    );
    expect(world.kept.get('reports/first.md')).toContain('clusters in us-east-1');
    expect(world.digests[0]?.digest.notes).toEqual([
      expect.stringMatching(/^not known: clusters in us-east-1: denied: .*not authorized/),
    ]);
    expect(world.listed).toContain('roles us-east-1 20');
  });

  it('is tried again alone, given up alone, and keeps no other from being read', async () => {
    const world = newDriftWorld();
    world.before = (effect) => {
      if (IN_PROD.test(effect) && world.steps.at(-1) === 'scan')
        throw new Error('the bucket does not take it');
    };
    const { failed, entered } = await world.run(BASELINE);
    expect(failed).toBe(false);
    expect(entered.filter((name) => name.endsWith('GiveUp'))).toHaveLength(1);
    expect(world.listed.filter((call) => call.startsWith('associations eu-central-1 prod'))).toHaveLength(4);
    expect(world.listed.filter((call) => call.startsWith('associations eu-central-1 test'))).toHaveLength(1);
  });

  it('is named as a part of the account where not even its name can be kept', async () => {
    const world = newDriftWorld();
    world.before = (effect) => {
      if (IN_PROD.test(effect)) throw new Error('the bucket does not take it');
    };
    expect(await world.run(BASELINE)).toMatchObject({ failed: false });
    expect(reportOf(world, 'first').gaps).toEqual([
      { what: 'a part of the account', reason: 'NotNamed: the bucket does not take it' },
    ]);
  });

  it('for want of time is named, too', async () => {
    const world = newDriftWorld(newAccount({ roles: 3_000, badEvery: 10_000 }));
    world.pageMs = 100_000;
    await world.run(BASELINE);
    expect(JSON.stringify(reportOf(world, 'first').gaps)).toMatch(
      /roles.*from page \d+ on.*there was no time left to read it/,
    );
  });

  it('of the store, as what people are told of it, is a run without that part', async () => {
    const world = await read();
    world.account.roles.set('role-0', BAD);
    world.before = (effect) => {
      if (effect === 'step explain') throw new Error('out of memory');
    };
    const { failed } = await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(failed).toBe(false);
    const report = reportOf(world, '2026-01-03T10:00:00Z');
    expect(report.gaps).toContainEqual({
      what: 'who did what differs, and when',
      reason: 'Error: out of memory',
    });
    expect(report.differences).toHaveLength(1);
  });
});

describe('a run that cannot be reported', () => {
  it('fails, holds nothing back any longer, and is done when it is started again', async () => {
    const world = newDriftWorld();
    let isBroken = true;
    world.before = (effect) => {
      if (isBroken && effect.startsWith('keep reports/')) throw new Error('the bucket is gone');
    };
    const { failed, entered } = await world.run(BASELINE);
    expect(failed).toBe(true);
    expect(entered.slice(-3)).toEqual(['Report', 'Abandon', 'Failed']);
    expect(await world.state.loadMark(EXECUTION_MARK)).toMatchObject({ over: ['first'] });
    expect(world.digests).toEqual([]);
    isBroken = false;
    expect(await world.run(BASELINE, 'again')).toMatchObject({ failed: false });
    expect(world.digests).toHaveLength(1);
    expect(await world.state.loadMark(BASELINE_MARK)).toMatchObject({ finishedAt: expect.any(String) });
  });
});

describe('what a run found that ended without a report', () => {
  const differing = async () => {
    const world = await read();
    world.account.roles.set('role-0', BAD);
    world.account.roles.delete('role-9');
    return world;
  };
  const told = (world: DriftWorld, run: string) => [
    ...reportOf(world, run).differences.map(({ type, key }: { type: string; key: string }) => [type, key]),
    world.digests.at(-1)?.digest.title,
  ];
  const ALL = [
    ['changed', keyOf('role-0')],
    ['gone', keyOf('role-9')],
    'Drift: 2 resources are not as recorded',
  ];

  it('as another took its place, is in the report of that one', async () => {
    const world = await differing();
    const { step, run } = world;
    let isOther = false;
    world.step = async (payload) => {
      if (payload.step === 'explain' && !isOther) {
        isOther = true;
        await run({ run: 'asked' }, 'other');
      }
      return step(payload);
    };
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(reportOf(world, '2026-01-03T10:00:00Z')).toBeNull();
    expect(told(world, 'asked')).toEqual(ALL);
    expect(reportOf(world, 'asked').differences.map(({ origin }: { origin: string }) => origin)).toEqual([
      'out-of-band',
      'out-of-band',
    ]);
    await world.run(scheduled('2026-01-04T10:00:00Z'), 'third');
    expect(told(world, '2026-01-04T10:00:00Z')).toEqual(['Drift: the account is as recorded']);
  });

  it('as the bucket took no report, is in that of the same run when it is begun again', async () => {
    const world = await differing();
    world.before = (effect) => {
      if (effect.startsWith('keep reports/')) throw new Error('the bucket is gone');
    };
    expect(await world.run({ run: 'asked' }, 'asked')).toMatchObject({ failed: true });
    world.before = () => {};
    await world.run({ run: 'asked' }, 'again');
    expect(told(world, 'asked')).toEqual(ALL);
  });

  it('as its execution was aborted, is in the report of the next that is due, though that one comes a little early', async () => {
    const world = await differing();
    const mend = abortAt(world, 'explain');
    const began = world.clock;
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    mend();
    world.clock = began + DAY - 300;
    await world.run(scheduled('2026-01-04T10:00:00Z'), 'third');
    expect(told(world, '2026-01-04T10:00:00Z')).toEqual(ALL);
  });

  it('is named as not known where it cannot be taken over', async () => {
    const world = await differing();
    const mend = abortAt(world, 'report');
    await world.run({ run: 'one' }, 'one');
    mend();
    world.before = (effect) => {
      if (/^keep \w+\/earlier\//.test(effect)) throw new Error('the bucket does not take it');
    };
    expect(await world.run({ run: 'two' }, 'two')).toMatchObject({ failed: false });
    expect(reportOf(world, 'two').gaps).toEqual([
      {
        what: 'what differed in runs that ended without a report',
        reason: 'NotTakenOver: one: the bucket does not take it',
      },
    ]);
  });

  it('of several runs, is in the next report', async () => {
    const world = await differing();
    const mend = abortAt(world, 'report');
    for (const run of ['one', 'two']) {
      await world.run({ run }, run);
      world.account.roles.set(`role-${run}`, BAD);
    }
    mend();
    await world.run({ run: 'three' }, 'three');
    const keys = reportOf(world, 'three').differences.map(({ key }: { key: string }) => key);
    expect(keys.toSorted()).toEqual(['role-0', 'role-9', 'role-one', 'role-two'].map(keyOf).toSorted());
  });
});
