import { ServiceError } from '@podguard/core';
import { createRecordReads, type Listed, takeBaseline } from '@podguard/functions';
import { describe, expect, it } from 'vitest';
import { BAD, list, REGIONS, roleRead } from './baseline-account.ts';
import { type BaselineWorld, Crash, newBaselineWorld, START } from './baseline-world.ts';

const ACCOUNT = { roles: 30, badEvery: 10, clusters: ['prod'] };

async function begun(id = 'first'): Promise<BaselineWorld> {
  const world = newBaselineWorld(ACCOUNT);
  world.pageMs = 250_000;
  await world.start(id);
  return world;
}

const THROTTLED = new ServiceError('store-unreachable', 'throttled', { retryable: true });
const never = () => 600_000;
const message = (run: string, step: number) => ({ podguard: 'baseline', run, step }) as const;
const findingsOf = ({ kept }: BaselineWorld) =>
  (JSON.parse(kept.get('baselines/first.json') as string).findings as { id: string }[])
    .map(({ id }) => id)
    .sort();
const quietOf = async ({ state }: BaselineWorld) => {
  let count = 0;
  for await (const _ of state.listQuiet()) count += 1;
  return count;
};

/** Delivers a message whose first page is not answered until `release`. */
async function deliverSlowly(world: BaselineWorld) {
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<undefined>();
  world.answer = () => {
    world.answer = () => undefined;
    reached.resolve();
    return held.promise;
  };
  const answer = world.deliver();
  await reached.promise;
  return {
    async release() {
      held.resolve(undefined);
      return answer;
    },
  };
}

/** All that an undisturbed run writes and sends, in order. */
async function effectsOf(): Promise<readonly string[]> {
  const world = newBaselineWorld(ACCOUNT);
  world.pageMs = 250_000;
  const effects: string[] = [];
  world.before = (effect) => {
    effects.push(effect);
  };
  await world.start('first');
  await world.run();
  return effects;
}

async function undisturbed(): Promise<BaselineWorld> {
  const world = await begun();
  await world.run();
  return world;
}

describe('a function that ends before any of its effects', () => {
  it('goes on where it was: the same is reported, and told once', async () => {
    const effects = await effectsOf();
    const expected = await undisturbed();
    expect(effects.length).toBeGreaterThan(50);
    for (const [at, effect] of effects.entries()) {
      const world = newBaselineWorld(ACCOUNT);
      world.pageMs = 250_000;
      let count = 0;
      world.before = () => {
        count += 1;
        if (count === at + 1) throw new Crash(effect);
      };
      await world.start('first');
      await world.run();
      const where = `${at}: ${effect}`;
      expect(findingsOf(world), where).toEqual(findingsOf(expected));
      expect(JSON.parse(world.kept.get('baselines/first.json') as string).gaps, where).toEqual([]);
      expect(
        world.digests.map(({ digest }) => digest.transitions),
        where,
      ).toEqual([findingsOf(expected).length]);
      expect(await quietOf(world), where).toBe(0);
      expect(await world.state.loadMark('baseline'), where).not.toMatchObject({ finishedAt: null });
    }
  });

  it('tells the very same again only when it ends between telling and writing that down', async () => {
    const world = await begun();
    let told = false;
    world.before = (effect) => {
      const crash = told && world.digests.length === 1 && effect === 'mark digest';
      told ||= effect === 'tell';
      if (!crash) return;
      told = false;
      // Until the queue hands the message out again.
      world.clock += 3_600_000;
      throw new Crash(effect);
    };
    await world.run();
    expect(world.digests).toHaveLength(2);
    expect(world.digests[1]?.digest).toEqual(world.digests[0]?.digest);
    expect(world.digests[1]?.identity).toBe(world.digests[0]?.identity);
    expect(await quietOf(world)).toBe(0);
  });

  it('keeps what was noted after the digest was written down for the next one', async () => {
    const world = await begun();
    world.before = (effect) => {
      if (effect === 'tell' && world.digests.length === 0) throw new Crash(effect);
    };
    while (world.kept.size === 0) {
      await world.deliver().catch(() => {});
      if (world.kept.size === 0) world.queue.shift();
    }
    const [noted] = await Array.fromAsync(world.state.listQuiet());
    if (noted === undefined) throw new Error('nothing was noted');
    await world.state.noteQuiet({ ...noted, id: 'later' });
    world.before = () => {};
    await world.run();
    expect(world.digests[0]?.digest.transitions).toBe(findingsOf(world).length);
    expect((await Array.fromAsync(world.state.listQuiet())).map(({ id }) => id)).toEqual(['later']);
  });
});

describe('a message that comes again', () => {
  it('at once, does no harm: one digest, the same report', async () => {
    const expected = await undisturbed();
    const world = await begun();
    for (let messages = 0; world.queue.length > 0; messages += 1) {
      expect(messages).toBeLessThan(100);
      await world.deliver();
      await world.deliver();
      world.queue.shift();
    }
    expect(findingsOf(world)).toEqual(findingsOf(expected));
    expect(new Set(world.digests.map(({ identity }) => identity)).size).toBe(1);
    expect(await quietOf(world)).toBe(0);
  });

  it('while it is being worked on, does no harm either', async () => {
    const expected = await undisturbed();
    const world = await begun();
    for (let messages = 0; world.queue.length > 0; messages += 1) {
      expect(messages).toBeLessThan(100);
      const [next] = world.queue;
      await Promise.all([world.deliver(), world.deliver()]);
      world.queue.splice(world.queue.indexOf(next as (typeof world.queue)[number]), 1);
    }
    expect(findingsOf(world)).toEqual(findingsOf(expected));
    expect(world.digests).toHaveLength(1);
    expect(await quietOf(world)).toBe(0);
  });

  it('while the first is slow, is gone on with: the first does nothing more, and nobody hears twice', async () => {
    const world = await begun();
    const slow = await deliverSlowly(world);
    await world.run();
    const mark = await world.state.loadMark('baseline');
    expect(await slow.release()).toEqual(['stale']);
    expect(world.queue).toEqual([]);
    expect(await world.state.loadMark('baseline')).toEqual(mark);
    expect(world.digests).toHaveLength(1);
  });

  it('while the first is slow, and ends in the middle, is gone on with by the first a quarter of an hour later', async () => {
    const expected = await undisturbed();
    const world = await begun();
    const slow = await deliverSlowly(world);
    world.answer = () => {
      throw new Crash('out of memory');
    };
    await expect(world.deliver()).rejects.toThrow('out of memory');
    world.answer = () => undefined;
    expect(await slow.release()).toEqual(['stale']);
    // Answered, the queue deletes it.
    world.queue.shift();
    expect(world.queue.map(({ due }) => due - world.clock)).toEqual([900_000]);
    await world.run();
    expect(findingsOf(world)).toEqual(findingsOf(expected));
    expect(world.digests).toHaveLength(1);
  });

  it('when the run is further on, does nothing', async () => {
    const world = await begun();
    const old: string[] = [];
    while (world.queue.length > 0) {
      await world.deliver();
      old.push((world.queue.shift() as { body: string }).body);
    }
    const before = { listed: [...world.listed], digests: [...world.digests], kept: new Map(world.kept) };
    for (const body of old)
      expect(await takeBaseline(world.baseline, { Records: [{ body }] }, never)).toEqual(['stale']);
    expect(world.queue).toEqual([]);
    expect({ listed: world.listed, digests: world.digests, kept: world.kept }).toEqual(before);
  });

  it('of an older step is left to the newer message', async () => {
    const world = await begun();
    await world.deliver();
    world.queue.shift();
    await world.deliver();
    const listed = world.listed.length;
    expect(await world.baseline.proceed(message('first', 0), never)).toBe('stale');
    expect(world.listed).toHaveLength(listed);
  });

  it('of another run does nothing', async () => {
    const world = await begun();
    expect(await world.baseline.proceed(message('other', 5), never)).toBe('stale');
    expect(world.listed).toEqual([]);
  });

  it('and was never one of ours is refused', async () => {
    const world = await begun();
    const body = JSON.stringify({ podguard: 'baseline', run: 'first' });
    await expect(takeBaseline(world.baseline, { Records: [{ body }] }, never)).rejects.toMatchObject({
      code: 'message-malformed',
    });
  });
});

describe('a start', () => {
  it('of a run that has finished does nothing', async () => {
    const world = await undisturbed();
    expect(await world.start('first')).toEqual(['stale']);
    expect(world.queue).toEqual([]);
  });

  it('of a run that is under way goes on with it', async () => {
    const world = await begun();
    await world.deliver();
    world.queue.length = 0;
    await world.start('first');
    await world.run();
    expect(new Set(world.listed).size).toBe(world.listed.length);
    expect(world.digests).toHaveLength(1);
  });

  it('of another run takes the place of the first', async () => {
    const world = await begun();
    await world.deliver();
    await world.start('second');
    await world.run();
    expect([...world.kept.keys()].sort()).toEqual(['baselines/second.json', 'baselines/second.md']);
    expect(world.digests).toHaveLength(1);
  });
});

describe('a start while a message works', () => {
  it('of another run takes the place of the first, which stops', async () => {
    const world = await begun('regions-1');
    const answers: unknown[] = [];
    world.answer = async ({ listing }) => {
      if (listing === 'roles' && answers.length === 0) answers.push(await world.start('regions-2'));
      return undefined;
    };
    await world.run();
    expect(answers).toEqual([['started']]);
    expect([...world.kept.keys()].sort()).toEqual(['baselines/regions-2.json', 'baselines/regions-2.md']);
    expect(world.digests).toHaveLength(1);
    expect(await world.state.loadMark('baseline')).toMatchObject({ run: 'regions-2', phase: 'telling' });
  });

  it('of the same run goes on with it, and what is at work stops', async () => {
    const world = await begun();
    const slow = await deliverSlowly(world);
    expect(await world.start('first')).toEqual(['started']);
    world.queue.shift();
    await world.deliver();
    expect(await slow.release()).toEqual(['stale']);
    world.queue.shift();
    await world.run();
    expect(findingsOf(world)).toEqual(findingsOf(await undisturbed()));
    expect(world.digests).toHaveLength(1);
  });

  it.for([
    ['at once', '2026-01-02T10:02:00Z'],
    ['while it settles', '2026-01-02T10:01:00Z'],
  ])('of the same run, %s, has it wait no less until all is judged', async ([when, finishedAt]) => {
    const world = newBaselineWorld({ roles: 0, badEvery: 2, clusters: [] });
    world.pageMs = 0;
    await world.start('first');
    if (when === 'while it settles') {
      expect(await world.deliver()).toEqual(['settling']);
      world.queue.shift();
    }
    await world.start('first');
    world.queue.sort((one, other) => one.due - other.due);
    await world.run();
    expect(await world.state.loadMark('baseline')).toMatchObject({ finishedAt });
    expect(world.digests).toHaveLength(1);
  });
});

describe('a page', () => {
  it('in whose middle the function ends again and again is given up, and named', async () => {
    const world = await begun();
    world.answer = ({ listing }) => {
      if (listing === 'roles') throw new Crash('out of memory');
      return undefined;
    };
    await world.run();
    const { gaps } = JSON.parse(world.kept.get('baselines/first.json') as string);
    expect(gaps).toEqual([
      {
        what: 'roles in eu-central-1',
        reason: 'it was begun 3 times and never came to its end',
      },
    ]);
    expect(world.digests).toHaveLength(1);
  });

  it('in whose middle the function ends is given up alone where it said what comes after it', async () => {
    const world = newBaselineWorld({ roles: 100, badEvery: 10, clusters: ['prod'] });
    world.answer = async ({ listing, region }, token) => {
      if (listing !== 'clusters' || region !== REGIONS[0]) return undefined;
      const account = { roles: 0, badEvery: 1, clusters: ['prod'] };
      const now = new Date(START + world.clock);
      const page = await list(account, world.store, { listing, region }, token, now);
      return { ...page, changes: [roleRead('role-of-the-cluster', BAD, now)] } as Listed;
    };
    await world.start('first');
    const ends = new Map<string, number>();
    world.before = (effect) => {
      if (!/^record .*role-(25|of-the-cluster)$/.test(effect)) return;
      ends.set(effect, (ends.get(effect) ?? 0) + 1);
      throw new Crash(effect);
    };
    await world.run();
    expect([...ends.values()]).toEqual([3, 3]);
    const reason = 'it was begun 3 times and never came to its end';
    expect(JSON.parse(world.kept.get('baselines/first.json') as string).gaps).toEqual([
      { what: 'clusters in eu-central-1', reason },
      { what: 'roles in eu-central-1, page 2', reason },
    ]);
    expect([...new Set(world.listed)]).toEqual([
      'clusters eu-central-1',
      'associations eu-central-1 prod',
      'access-entries eu-central-1 prod',
      'clusters us-east-1',
      'roles eu-central-1',
      ...[20, 40, 60, 80].map((token) => `roles eu-central-1  ${token}`),
    ]);
  });

  it('that does not answer ends its listing, and it is said from which page on', async () => {
    const world = newBaselineWorld({ roles: 100, badEvery: 10, clusters: ['prod'] });
    await world.start('first');
    world.answer = ({ listing }, token) =>
      listing === 'roles' && token === '20' ? { outcome: 'slow', reason: 'Throttling' } : undefined;
    await world.run();
    expect(JSON.parse(world.kept.get('baselines/first.json') as string).gaps).toEqual([
      { what: 'roles in eu-central-1, from page 2 on', reason: 'slow: Throttling' },
    ]);
  });

  it('of which one resource can never be recorded holds up no other', async () => {
    const world = await begun();
    world.before = (effect) => {
      if (effect === 'record arn:aws:iam::111122223333:role/role-9')
        throw new ServiceError('item-malformed', 'its item cannot be read');
    };
    await world.run();
    const { gaps, findings } = JSON.parse(world.kept.get('baselines/first.json') as string);
    expect(gaps).toEqual([
      {
        what: 'arn:aws:iam::111122223333:role/role-9',
        reason: 'it could not be recorded: its item cannot be read',
      },
    ]);
    expect(world.refusals).toEqual(['arn:aws:iam::111122223333:role/role-9']);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('that the store did not take is read again soon, and what was recorded of it stays', async () => {
    const world = await begun();
    let throttled = 2;
    world.before = (effect) => {
      if (!effect.startsWith('record') || throttled === 0) return;
      throttled -= 1;
      throw THROTTLED;
    };
    await world.run();
    expect(world.listed.filter((one) => one === 'roles eu-central-1')).toHaveLength(2);
    expect(findingsOf(world)).toEqual(findingsOf(await undisturbed()));
    expect(world.refusals).toEqual([]);
  });

  it('that the store does not take three times fails, and goes on when the message comes again', async () => {
    const world = await begun();
    let down = true;
    world.before = (effect) => {
      if (down && effect.startsWith('record')) throw THROTTLED;
    };
    await expect(world.run()).rejects.toMatchObject({ message: expect.stringContaining('throttled') });
    expect(world.listed.filter((one) => one === 'roles eu-central-1')).toHaveLength(3);
    down = false;
    await world.run();
    expect(findingsOf(world)).toEqual(findingsOf(await undisturbed()));
    expect(JSON.parse(world.kept.get('baselines/first.json') as string).gaps).toEqual([]);
  });
});

describe('recording reads', () => {
  it('keeps the order of one resource, and tries all before it throws', async () => {
    const done: string[] = [];
    const record = createRecordReads(
      async (change) => {
        if (change.key.endsWith('busy'))
          throw new ServiceError('store-contended', 'busy', { retryable: true });
        done.push(change.stamp.eventId);
      },
      () => {},
    );
    const now = new Date(START);
    const later = new Date(START + 1000);
    const changes = [roleRead('a', '{}', now), roleRead('busy', '{}', now), roleRead('a', '{}', later)];
    await expect(record(changes)).rejects.toMatchObject({ code: 'store-contended' });
    expect(done).toEqual([changes[0]?.stamp.eventId, changes[2]?.stamp.eventId]);
  });
});
