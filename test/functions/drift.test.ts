import { describe, expect, it } from 'vitest';
import { BAD, GOOD, keyOf, newAccount, trustEvent } from './drift-account.ts';
import { BASELINE, DAY, MINUTE, read, reportOf, scheduled } from './drift-runs.ts';
import { Crash, type DriftWorld, newDriftWorld } from './drift-world.ts';

const quietOf = ({ state }: DriftWorld) => Array.fromAsync(state.listQuiet());

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
