import { RetryLater } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { createNotifyQueue } from './notify-queue.ts';
import { createWorld, GONE, nameOf, REFUSED, told } from './notify-world.ts';

describe('a failure that may pass', () => {
  const once = () =>
    createWorld((transition, attempt) => (attempt === 1 && nameOf(transition) === 'a 1' ? GONE : undefined));

  it('keeps back what is later in its group, and nothing else', async () => {
    const { alerts, notify, failed } = once();
    const queue = createNotifyQueue();
    const [a1, a2] = [queue.send('a', told('a', '1')), queue.send('a', told('a', '2'))];
    queue.send('b', told('b', '3'));
    const { failures } = await queue.turn(notify);
    expect([...failures.keys()]).toEqual([a1, a2]);
    expect(alerts).toEqual([['b 3']]);
    expect(failed).toEqual([{ kind: 'failed', what: `telling ${a1}`, error: GONE }]);
    await queue.turn(notify);
    expect(alerts).toEqual([['b 3'], ['a 1'], ['a 2']]);
  });

  it('keeps back the groups of all that were in the alert', async () => {
    const { alerts, notify } = once();
    const queue = createNotifyQueue();
    for (const [role, event] of [
      ['a', '1'],
      ['b', '1'],
      ['b', '2'],
    ] as const)
      queue.send(role, told(role, event));
    expect((await queue.turn(notify)).failures.size).toBe(3);
    await queue.turn(notify);
    expect(alerts).toEqual([['a 1', 'b 1'], ['b 2']]);
  });

  it('does not tell again what was told of the same message', async () => {
    const { alerts, notify } = createWorld((transition, attempt) =>
      attempt === 2 && nameOf(transition) === 'a 2' ? GONE : undefined,
    );
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'), told('a', '2'));
    await queue.turn(notify);
    expect(queue.waiting).toHaveLength(1);
    await queue.turn(notify);
    expect(alerts).toEqual([['a 1'], ['a 2']]);
  });

  it('ends in the dead-letter queue with what is behind it, in order, where it does not pass', async () => {
    const { alerts, notify } = createWorld(() => GONE);
    const queue = createNotifyQueue();
    const ids = [queue.send('a', told('a', '1')), queue.send('a', told('a', '2'))];
    for (let turn = 0; turn < 6; turn += 1) await queue.turn(notify);
    expect([alerts, queue.dead, queue.waiting]).toEqual([[], ids, []]);
  });
});

describe('a function that runs out of time', () => {
  it('begins no alert that it could not end, and gives the rest back', async () => {
    const { alerts, notify } = createWorld();
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'));
    const late = [queue.send('a', told('a', '2')), queue.send('b', told('b', '3'))];
    const times = [15_000, 9_999];
    const { failures } = await queue.turn(notify, { remainingMs: () => times.shift() ?? 0 });
    expect([...failures.keys()]).toEqual(late);
    await queue.turn(notify);
    expect(alerts).toEqual([['a 1'], ['a 2'], ['b 3']]);
  });

  it('tells again only what another process cannot know to be told', async () => {
    const { alerts, notify, restarted } = createWorld();
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'));
    await queue.turn(notify, { dies: true });
    await queue.turn(notify, { dies: true });
    expect(alerts).toEqual([['a 1']]);
    await queue.turn(restarted());
    expect(alerts).toEqual([['a 1'], ['a 1']]);
    expect(queue.waiting).toEqual([]);
  });
});

describe('when what failed comes again', () => {
  it('its group waits as long as it does, longer with each try, and others do not wait', async () => {
    const { notify } = createWorld((transition) => (nameOf(transition) === 'a 1' ? GONE : undefined));
    const queue = createNotifyQueue();
    const [a1, a2] = [queue.send('a', told('a', '1')), queue.send('a', told('a', '2'))];
    queue.send('b', told('b', '3'));
    expect(await queue.turn(notify)).toMatchObject({
      delays: new Map([
        [a1, 30],
        [a2, 30],
      ]),
    });
    expect((await queue.turn(notify)).delays.get(a1)).toBe(60);
  });

  it('is later where no time was left by what failed: waiting for it is no try that is lost', async () => {
    const { notify } = createWorld((transition) => (nameOf(transition) === 'a 1' ? GONE : undefined));
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'));
    const late = queue.send('b', told('b', '2'));
    const times = [20_000, 5_000];
    const { delays } = await queue.turn(notify, { remainingMs: () => times.shift() ?? 0 });
    expect(delays.get(late)).toBe(30);
  });

  it('is at once where no time was left', async () => {
    const { notify } = createWorld();
    const queue = createNotifyQueue();
    const id = queue.send('a', told('a', '1'));
    expect((await queue.turn(notify, { remainingMs: () => 0 })).delays).toEqual(new Map([[id, 0]]));
  });

  it('is soon where it was refused', async () => {
    const { notify } = createWorld(() => REFUSED);
    const queue = createNotifyQueue();
    const id = queue.send('a', told('a', '1'));
    expect((await queue.turn(notify)).delays).toEqual(new Map([[id, 5]]));
  });

  it('is when the other side says, for all that waits, of which nothing is tried before', async () => {
    const { notify, attempts } = createWorld(() => new RetryLater('slow down', 45));
    const queue = createNotifyQueue();
    const ids = [queue.send('a', told('a', '1')), queue.send('b', told('b', '2'))];
    expect((await queue.turn(notify)).delays).toEqual(new Map(ids.map((id) => [id, 45])));
    expect(attempts).toHaveLength(1);
    const later = queue.send('c', told('c', '3'));
    expect((await queue.turn(notify)).delays.get(later)).toBe(45);
    expect(attempts, 'nor of another batch').toHaveLength(1);
  });
});
