import { describe, expect, it } from 'vitest';
import { digestOf } from '../notify/transitions.ts';
import { aTransition } from '../support/a-transition.ts';
import { ACCOUNT, createTellWorld } from './tell-world.ts';

const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const night = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;
const critical = aTransition({ severity: 'critical', finding: { severity: 'critical' } });

function digest(id: string, transition = aTransition()) {
  return digestOf([transition], { id, title: id, account: ACCOUNT });
}

/** Two channels, of which the queue of `ops` is gone until it is mended. */
function setUp() {
  const world = createTellWorld({ channels: { ops: { ...hook, quietHours: night } } }, ['sns', 'ops']);
  const sent: string[] = [];
  const breakOps = () => {
    world.before = (effect) => {
      if (effect === 'send ops') throw new Error('no such queue');
      if (effect.startsWith('send')) sent.push(effect);
    };
  };
  breakOps();
  const mend = () => {
    world.before = () => {};
  };
  return { world, sent, mend, heardBy: (name: string) => world.heard(name).digests.map(({ id }) => id) };
}

describe('a channel whose queue fails', () => {
  it('keeps the others from no digest, and has them told none twice', async () => {
    const { world, sent } = setUp();
    for (let at = 0; at < 5; at += 1) {
      await world.memory.noteQuiet(aTransition({ role: `n${at}`, cause: 'drift' }));
      expect(await world.tellQuiet({ title: 'Digest' })).toBe(1);
      world.pass(900);
    }
    expect([sent.length, await world.held()]).toEqual([5, 0]);
  });

  it('is told what it missed, in order and each once, as soon as it can be; until then each minute says why not', async () => {
    const { world, mend, heardBy } = setUp();
    for (const id of ['a', 'b']) await world.tellDigest(digest(id));
    await expect(world.tellHeld()).rejects.toThrow('no such queue');
    mend();
    expect(await world.tellHeld()).toEqual({ digests: 2, transitions: 0 });
    expect(await world.tellHeld()).toEqual({ digests: 0, transitions: 0 });
    expect(heardBy('ops')).toEqual(['a', 'b']);
  });

  it('is told in its quiet hours what may not wait for the morning, and the rest after them', async () => {
    const { world, mend, heardBy } = setUp();
    world.set('2026-03-12T23:00:00Z');
    await world.tellDigest(digest('usual'));
    await world.tellDigest(digest('urgent', critical));
    mend();
    await world.tellHeld();
    expect(heardBy('ops')).toEqual(['urgent']);
    world.set('2026-03-13T07:00:00Z');
    await world.tellHeld();
    expect(heardBy('ops')).toEqual(['urgent', 'usual']);
  });

  it('of more than there is room for hears that there was more', async () => {
    const { world, mend, heardBy } = setUp();
    const ids = Array.from({ length: 13 }, (_, at) => `d${at}`);
    for (const id of ids) await world.tellDigest(digest(id));
    expect(heardBy('sns')).toEqual(ids);
    mend();
    await world.tellHeld();
    expect(heardBy('ops')).toEqual(ids.slice(0, 10));
    const notes = world.heard('ops').digests.map((one) => one.notes);
    expect(notes.slice(0, 9).flat()).toEqual([]);
    expect(notes[9]).toEqual([expect.stringContaining('Later digests had no room')]);
  });
});

it('of digests that waited, one that was told is not told again because the next cannot be', async () => {
  const { world, mend } = setUp();
  for (const id of ['a', 'b']) await world.tellDigest(digest(id));
  mend();
  let sends = 0;
  world.before = (effect) => {
    if (effect !== 'send ops') return;
    sends += 1;
    if (sends > 1) throw new Error('no such queue');
  };
  await expect(world.tellHeld()).rejects.toThrow('no such queue');
  expect(await world.memory.loadMark('digests/ops')).toMatchObject([{ id: 'b' }]);
});

describe("a run's digest", () => {
  const report = { report: 's3://reports/r.html', reportLink: 'https://reports.example.com/r.html?token' };
  const ofRun = () =>
    digestOf([aTransition({ severity: 'low', finding: { severity: 'low' } })], {
      ...{ id: 'run', title: 'Drift: 3 resources are not as recorded', account: ACCOUNT, ...report },
    });

  it('is told where only grave findings are, as what differs has no severity', async () => {
    const world = createTellWorld({ channels: { ops: { ...hook, severity: 'critical' } } }, ['sns', 'ops']);
    await world.tellDigest(ofRun());
    expect(world.heard('ops').digests).toMatchObject([{ id: 'run', ...report }]);
    await world.tellDigest(digest('other'));
    expect(world.heard('ops').digests).toHaveLength(1);
  });

  it('has no link when it waited, which would be dead, and keeps none in the table', async () => {
    const world = createTellWorld({ channels: { ops: { ...hook, quietHours: night } } }, ['sns', 'ops']);
    world.set('2026-03-12T23:00:00Z');
    await world.tellDigest(ofRun());
    expect(JSON.stringify(await world.memory.loadMark('digests/ops'))).not.toContain('token');
    world.set('2026-03-13T07:00:00Z');
    await world.tellHeld();
    const [told] = world.heard('ops').digests;
    expect(told).toMatchObject({ id: 'run', report: report.report });
    expect(told).not.toHaveProperty('reportLink');
  });
});
