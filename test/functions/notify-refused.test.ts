import { readFile } from 'node:fs/promises';
import type { Transition } from '@podguard/core';
import { CHANNEL_RECEIVES, toMessageBody } from '@podguard/functions';
import { describe, expect, it } from 'vitest';
import { createNotifyQueue } from './notify-queue.ts';
import { createWorld, nameOf, REFUSED, told } from './notify-world.ts';

/** As a bug would send it. */
function withoutSummary(): Transition {
  const { finding, ...rest } = told('a', '2');
  return { ...rest, finding: { ...finding, summary: undefined as unknown as string } };
}

describe('what no retry mends', () => {
  const poisoned = () => createWorld((transition) => (nameOf(transition) === 'a 1' ? REFUSED : undefined));

  it('is put aside after five tries, and what is behind it in its group is told then', async () => {
    const { alerts, notify } = poisoned();
    const queue = createNotifyQueue();
    const poison = queue.send('a', told('a', '1'));
    queue.send('a', told('a', '2'));
    queue.send('a', told('a', '3'));
    for (let turn = 1; turn < 5; turn += 1) {
      await queue.turn(notify);
      expect(alerts).toEqual([]);
    }
    await queue.turn(notify);
    expect(alerts).toEqual([['a 2'], ['a 3']]);
    await queue.turn(notify);
    expect([queue.dead, queue.waiting]).toEqual([[poison], []]);
  });

  it('takes nothing of the same message with it: each of its transitions is told by itself', async () => {
    const { alerts, notify } = createWorld(({ finding }) => (finding.rule === 'bad' ? REFUSED : undefined));
    const queue = createNotifyQueue();
    const rules = ['one', 'bad', 'two', 'three'];
    const id = queue.send('a', ...rules.map((rule) => told('a', '1', { rule })));
    for (let turn = 0; turn < 6; turn += 1) await queue.turn(notify);
    expect(alerts).toEqual([['a 1'], ['a 1'], ['a 1']]);
    expect(queue.dead).toEqual([id]);
  });

  it('keeps nothing of other groups from being told that the same record caused', async () => {
    const { alerts, notify } = poisoned();
    const queue = createNotifyQueue();
    queue.send('b', told('b', '1'));
    const poison = queue.send('a', told('a', '1'));
    queue.send('c', told('c', '1'));
    expect([...(await queue.turn(notify)).failures.keys()]).toEqual([poison]);
    expect(alerts).toEqual([['b 1'], ['c 1']]);
  });

  it('is any failure that no service told: what else the record caused is told without it', async () => {
    const { alerts, notify } = createWorld((transition) =>
      nameOf(transition) === 'a 1' ? new TypeError('no text') : undefined,
    );
    const queue = createNotifyQueue();
    const poison = queue.send('a', told('a', '1'));
    queue.send('b', told('b', '1'));
    expect([...(await queue.turn(notify)).failures.keys()]).toEqual([poison]);
    expect(alerts).toEqual([['b 1']]);
  });

  it.for([
    ['is no JSON', '{'],
    ['is of another queue', '{"podguard":"due","key":"k"}'],
    ['holds no transition', '{"podguard":"transitions","transitions":[{"id":"x"}]}'],
    ['lacks what a text shows', toMessageBody({ podguard: 'transitions', transitions: [withoutSummary()] })],
    ['holds a digest of another form', '{"podguard":"digest","digest":{"v":2}}'],
  ] as const)(
    'is a message that %s: it holds up its own group only, until it is put aside',
    async ([, body]) => {
      const { alerts, notify, failed } = createWorld();
      const queue = createNotifyQueue();
      const poison = queue.sendBody('a', body);
      queue.send('a', told('a', '1'));
      queue.send('b', told('b', '2'));
      await queue.turn(notify);
      expect(alerts).toEqual([['b 2']]);
      expect(failed).toMatchObject([{ error: { code: 'message-malformed' } }]);
      for (let turn = 0; turn < 5; turn += 1) await queue.turn(notify);
      expect(alerts).toEqual([['b 2'], ['a 1']]);
      expect([queue.dead, queue.waiting]).toEqual([[poison], []]);
    },
  );
});

it('a queue puts messages aside after as many tries as notify counts on', async () => {
  const queues = await readFile(new URL('../../infra/work-queues.ts', import.meta.url), 'utf8');
  expect(/^const CHANNEL_RECEIVES = (\d+);$/m.exec(queues)?.[1]).toBe(String(CHANNEL_RECEIVES));
});
