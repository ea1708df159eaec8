import { BASELINE_MARK } from '@podguard/core';
import { EXECUTION_MARK } from '@podguard/functions';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, keyOf, newAccount, trustEvent } from './drift-account.ts';
import { Crash, type DriftWorld, newDriftWorld } from './drift-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const BASELINE = { run: 'first', kind: 'baseline' };
const scheduled = (run: string) => ({ run, by: 'schedule' });
const reportOf = (world: DriftWorld, run: string) =>
  JSON.parse(world.kept.get(`reports/${run}.json`) ?? 'null');
const quietOf = ({ state }: DriftWorld) => Array.fromAsync(state.listQuiet());

/** A service that read the account a day ago. */
async function read(account = newAccount()): Promise<DriftWorld> {
  const world = newDriftWorld(account);
  expect(await world.run(BASELINE)).toMatchObject({ failed: false });
  world.clock += DAY;
  for (const list of [world.digests, world.listed, world.steps, world.loud]) list.length = 0;
  return world;
}

describe('the baseline', () => {
  it('is one report in three forms and one digest with a link to it, and nobody hears of a single finding', async () => {
    const world = newDriftWorld(newAccount({ roles: 200, badEvery: 4 }));
    await world.run(BASELINE);
    expect([...world.kept.keys()].toSorted()).toEqual([
      'reports/first.html',
      'reports/first.json',
      'reports/first.md',
    ]);
    expect(reportOf(world, 'first').findings.length).toBeGreaterThanOrEqual(50);
    expect(world.loud).toEqual([]);
    expect(world.digests.map(({ digest }) => digest)).toMatchObject([
      {
        title: 'Baseline: what the account held at the start',
        report: 's3://reports/reports/first.html',
        reportLink: 'https://reports.example.com/reports/first.html?signature',
        transitions: reportOf(world, 'first').findings.length,
        notes: [],
      },
    ]);
    expect(await quietOf(world)).toEqual([]);
  });

  it('is no drift, and waits for no event and asks nobody who did it', async () => {
    const world = newDriftWorld();
    const { entered } = await world.run(BASELINE);
    expect(entered).not.toContain('WaitForLateEvents');
    expect(world.steps).not.toContain('explain');
    expect(reportOf(world, 'first').differences).toEqual([]);
  });

  it('is kept as the first: what opens by an event after it is counted since', async () => {
    const world = await read();
    await world.arrive(trustEvent('role-0', BAD, world.now()));
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(reportOf(world, '2026-01-03T10:00:00Z').sinceBaseline).toMatchObject({ run: 'first', opened: 1 });
  });

  it('does nothing when the deploy asks for the same again', async () => {
    const world = await read();
    const { entered } = await world.run(BASELINE, 'again');
    expect(entered).toEqual(['Plan', 'IsOurs', 'NothingToDo']);
    expect(world.listed).toEqual([]);
    expect(world.digests).toEqual([]);
  });
});

describe('a drift run', () => {
  it('finds what changed while no event came, corrects what is recorded, and tells it in one digest', async () => {
    const world = await read();
    world.account.roles.set('role-0', BAD);
    const { failed, entered } = await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(failed).toBe(false);
    expect(entered).toContain('WaitForLateEvents');
    const report = reportOf(world, '2026-01-03T10:00:00Z');
    expect(report.differences).toMatchObject([
      { key: keyOf('role-0'), type: 'changed', origin: 'out-of-band', fields: [{ name: 'trust' }] },
    ]);
    expect(world.digests.map(({ digest }) => digest)).toMatchObject([
      {
        title: 'Drift: a resource is not as recorded',
        notes: ['1 of the differences have no record that explains them'],
        open: { critical: expect.any(Number) },
      },
    ]);
    expect(world.loud).toEqual([]);
    expect(await quietOf(world)).toEqual([]);
    await world.run(scheduled('2026-01-04T10:00:00Z'), 'third');
    expect(reportOf(world, '2026-01-04T10:00:00Z').differences).toEqual([]);
    expect(world.digests.at(-1)?.digest).toMatchObject({
      title: 'Drift: the account is as recorded',
      transitions: 0,
    });
  });

  it('calls nothing drift of which an event told', async () => {
    const world = await read();
    world.account.roles.set('role-0', BAD);
    await world.arrive(trustEvent('role-0', BAD, world.now()));
    world.clock += 60 * MINUTE;
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(reportOf(world, '2026-01-03T10:00:00Z').differences).toEqual([]);
    expect(world.loud.map(({ finding }) => finding.resource.key)).toContain(keyOf('role-0'));
  });

  it('finds what is gone', async () => {
    const world = await read();
    world.account.roles.delete('role-9');
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect(reportOf(world, '2026-01-03T10:00:00Z').differences).toMatchObject([
      { key: keyOf('role-9'), type: 'gone' },
    ]);
    expect((await world.store.load(keyOf('role-9')))?.present).toBe(false);
  });

  it('is done once, though Scheduler starts it twice', async () => {
    const world = await read();
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    const again = await world.run(scheduled('2026-01-03T10:00:00Z'), 'twin');
    expect(again.entered.at(-1)).toBe('NothingToDo');
    expect(world.digests).toHaveLength(1);
  });

  it('that is due leaves one alone that is under way, and one that somebody asks for takes its place', async () => {
    const world = await read();
    let [due, wanted] = ['', ''];
    const step = world.step;
    let isOther = false;
    const run = world.run;
    world.step = async (payload) => {
      if (payload.step === 'reconcile' && !isOther) {
        isOther = true;
        due = (await run(scheduled('2026-01-03T11:00:00Z'), 'due')).entered.at(-1) ?? '';
        wanted = (await run({ run: 'now' }, 'wanted')).entered.at(-1) ?? '';
      }
      return step(payload);
    };
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'second');
    expect([due, wanted]).toEqual(['NothingToDo', 'Reported']);
    expect([...world.kept.keys()].filter((name) => name.endsWith('.html'))).toEqual([
      'reports/first.html',
      'reports/now.html',
    ]);
    expect(world.digests).toHaveLength(1);
  });
});

/** What is found of the associations of a cluster is kept. */
const IN_PROD = /^keep \w+\/scan\/associations\/.*prod/;

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

describe('the first run that is due, as the schedule is made', () => {
  it('leaves the reading to the deploy, which starts it at its end: one baseline, one digest', async () => {
    const world = newDriftWorld();
    const due = scheduled('2026-01-02T10:00:00Z');
    for (const name of ['due', 'twin'])
      expect((await world.run(due, name)).entered).toEqual(['Plan', 'IsOurs', 'NothingToDo']);
    expect(world.listed).toEqual([]);
    await world.run({ run: 'baseline' }, 'baseline');
    expect(world.digests.map(({ digest }) => digest.title)).toEqual([
      'Baseline: what the account held at the start',
    ]);
  });

  it('is not waited for twice: where the deploy started none, the next that is due reads', async () => {
    const world = newDriftWorld();
    await world.run(scheduled('2026-01-02T10:00:00Z'), 'due');
    world.clock += DAY;
    await world.run(scheduled('2026-01-03T10:00:00Z'), 'next');
    expect(world.digests).toHaveLength(1);
  });
});

it('a step of the scan begins no page when there is not time enough for a slow one', async () => {
  const world = newDriftWorld(newAccount({ roles: 3_000, badEvery: 10_000 }));
  world.pageMs = 40_000;
  const { step } = world;
  const lasted: number[] = [];
  world.step = async (payload) => {
    const began = world.clock;
    const answer = await step(payload);
    if (payload.step === 'scan') lasted.push(world.clock - began);
    return answer;
  };
  await world.run(BASELINE);
  expect(Math.max(...lasted)).toBe(80_000);
});

it('a loop that failed takes no turn from the next one', async () => {
  const world = await read();
  const { step } = world;
  const turns: unknown[] = [];
  world.step = async (payload) => {
    const state = payload.state as { readonly turns?: Record<string, number> };
    if (payload.step === 'explain') turns.push(state.turns?.explain);
    if (payload.step !== 'reconcile') return step(payload);
    if ((state.turns?.reconcile ?? 0) >= 12) throw new Error('out of memory');
    const answer = (await step(payload)) as object;
    return { ...answer, done: false };
  };
  await world.run(scheduled('second'), 'second');
  expect(turns).toEqual([undefined]);
  expect(reportOf(world, 'second').gaps).toHaveLength(1);
});

describe('a function that ends at any moment', () => {
  it.for([...Array(8).keys()])('leaves a run that comes to the same end (%i)', async (part) => {
    const effects: string[] = [];
    const sound = await read();
    sound.account.roles.set('role-0', BAD);
    sound.before = (effect) => void effects.push(effect);
    await sound.run(scheduled('second'), 'second');
    const told = sound.digests.map(({ digest }) => [
      digest.id.split('@')[0],
      digest.title,
      digest.transitions,
    ]);
    const differences = reportOf(sound, 'second').differences.map(({ key }: { key: string }) => key);
    expect(effects.length).toBeGreaterThan(30);
    for (let at = part; at < effects.length; at += 8) {
      const world = await read();
      world.account.roles.set('role-0', BAD);
      let count = 0;
      world.before = (effect) => {
        if (count++ === at) throw new Crash(effect);
      };
      expect(await world.run(scheduled('second'), 'second')).toMatchObject({ failed: false });
      const where = `at ${at}: ${effects[at]}`;
      expect(
        world.digests.map(({ digest }) => [digest.id.split('@')[0], digest.title, digest.transitions]),
        where,
      ).toEqual(told);
      expect(
        reportOf(world, 'second').differences.map(({ key }: { key: string }) => key),
        where,
      ).toEqual(differences);
    }
  });
});

it('a trust policy that is good again is told as ended', async () => {
  const world = await read();
  world.account.roles.set('role-9', GOOD);
  await world.run(scheduled('second'), 'second');
  expect(world.digests[0]?.digest).toMatchObject({ ended: expect.any(Number), open: { critical: 0 } });
  expect(world.digests[0]?.digest.ended).toBeGreaterThan(0);
});
