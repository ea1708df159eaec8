import { toMessageBody } from '@podguard/functions';
import { MAX_TOGETHER } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { remediationOf, verifiedOf } from '../notify/remediations.ts';
import { ACCOUNT, digestOf, transitionOf } from '../notify/transitions.ts';
import { createNotifyQueue } from './notify-queue.ts';
import { createWorld, GONE, nameOf, told } from './notify-world.ts';

describe('what one record caused', () => {
  it('is one alert, of one resource or of several', async () => {
    const { alerts, notify } = createWorld();
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'), told('a', '1', { rule: 'other' }));
    queue.send('b', told('b', '1'));
    queue.send('c', told('c', '2'));
    expect((await queue.turn(notify)).failures.size).toBe(0);
    expect(alerts).toEqual([['a 1', 'a 1', 'b 1'], ['c 2']]);
    expect(queue.waiting).toEqual([]);
  });

  it('is several alerts where there is very much of it', async () => {
    const { alerts, notify } = createWorld();
    const queue = createNotifyQueue();
    for (const role of ['a', 'b'])
      queue.send(role, ...Array.from({ length: 15 }, (_, at) => told(role, '1', { rule: `r${at}` })));
    await queue.turn(notify);
    expect(alerts.map(({ length }) => length)).toEqual([MAX_TOGETHER, 10]);
  });

  it('waits for what the same finding had before', async () => {
    const { alerts, notify } = createWorld();
    const queue = createNotifyQueue();
    queue.send('a', told('a', '2'));
    queue.send('b', told('b', '1'));
    queue.send('b', told('b', '2'));
    await queue.turn(notify);
    expect(alerts).toEqual([['a 2'], ['b 1'], ['b 2']]);
  });

  it('may come before what another finding had first', async () => {
    const { alerts, notify } = createWorld();
    const queue = createNotifyQueue();
    queue.send('a', told('a', '1'));
    queue.send('b', told('b', '2'));
    queue.send('c', told('c', '1'));
    await queue.turn(notify);
    expect(alerts).toEqual([['a 1', 'c 1'], ['b 2']]);
  });
});

it('a digest is an alert of its own', async () => {
  const { alerts, digests, notify } = createWorld();
  const queue = createNotifyQueue();
  const digest = digestOf([transitionOf()], { id: 'run-1', title: 'Baseline', account: ACCOUNT });
  queue.sendBody('digest', toMessageBody({ podguard: 'digest', digest }));
  queue.send('a', told('a', '1'));
  expect(await queue.turn(notify)).toMatchObject({ alerts: 2 });
  expect([digests, alerts]).toEqual([['run-1'], [['a 1']]]);
});

it('a remediation is an alert of its own after each of its turns, and the same twice is one', async () => {
  const { alerts, remediations, notify } = createWorld();
  const queue = createNotifyQueue();
  const { finding } = transitionOf();
  const proposed = remediationOf();
  const verified = verifiedOf(proposed);
  for (const remediation of [proposed, proposed, verified])
    queue.sendBody('a', toMessageBody({ podguard: 'remediation', remediation, finding }));
  queue.sendBody('a', toMessageBody({ podguard: 'remediation', remediation: verified, finding: null }));
  queue.send('a', told('a', '1'));
  expect(await queue.turn(notify)).toMatchObject({ alerts: 3 });
  const counts = [proposed, verified].map(({ id, history }) => `${id} ${history.length}`);
  expect([remediations, alerts]).toEqual([counts, [['a 1']]]);
});

it('a remediation that cannot be read is put aside by itself', async () => {
  const { remediations, notify } = createWorld();
  const queue = createNotifyQueue(1);
  const broken = { ...remediationOf(), status: 'mended' };
  queue.sendBody('a', JSON.stringify({ podguard: 'remediation', remediation: broken, finding: null }));
  queue.sendBody(
    'b',
    toMessageBody({ podguard: 'remediation', remediation: remediationOf(), finding: null }),
  );
  await queue.turn(notify);
  await queue.turn(notify);
  expect([remediations.length, queue.dead.length]).toEqual([1, 1]);
});

it('what is silent is told apart from what is not, and is no alert', async () => {
  const { alerts, notify } = createWorld();
  const queue = createNotifyQueue();
  queue.send('a', told('a', '1'));
  queue.sendBody(
    'b',
    toMessageBody({ podguard: 'transitions', silent: true, transitions: [told('b', '1'), told('a', '1')] }),
  );
  expect(await queue.turn(notify)).toMatchObject({ alerts: 1 });
  expect(alerts).toEqual([['a 1'], ['b 1', 'a 1']]);
});

describe('the same transition in several messages of a batch', () => {
  const twice = () => {
    const queue = createNotifyQueue();
    const ids = [queue.send('a', told('a', '1')), queue.send('a', told('a', '1'), told('a', '2'))];
    queue.send('b', told('b', '1'));
    return { queue, ids };
  };

  it('is told once, and all of these messages are done', async () => {
    const { alerts, notify } = createWorld();
    const { queue } = twice();
    expect((await queue.turn(notify)).failures.size).toBe(0);
    expect(alerts).toEqual([['a 1', 'b 1'], ['a 2']]);
  });

  it('comes again with all of these messages where it could not be told', async () => {
    const { alerts, notify } = createWorld((transition, attempt) =>
      attempt === 1 && nameOf(transition) === 'a 1' ? GONE : undefined,
    );
    const { queue, ids } = twice();
    expect([...(await queue.turn(notify)).failures.keys()]).toEqual(expect.arrayContaining(ids));
    await queue.turn(notify);
    expect(alerts).toEqual([['a 1', 'b 1'], ['a 2']]);
    expect(queue.waiting).toEqual([]);
  });
});
