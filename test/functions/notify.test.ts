import { readFile } from 'node:fs/promises';
import { ServiceError, type Transition } from '@podguard/core';
import { CHANNEL_RECEIVES, createNotify, toMessageBody } from '@podguard/functions';
import { type Alert, MAX_TOGETHER, RetryLater } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { remediationOf, verifiedOf } from '../notify/remediations.ts';
import { ACCOUNT, digestOf, type Told, transitionOf } from '../notify/transitions.ts';
import { createNotifyQueue } from './notify-queue.ts';

const GONE = new ServiceError('channel-unreachable', 'it is gone', { retryable: true });
const REFUSED = new ServiceError('alert-refused', 'it is refused');

/** A channel that keeps what it is given, after it failed for what `failing` says. */
function createWorld(
  failing: (transition: Transition, attempt: number) => Error | undefined = () => undefined,
) {
  const alerts: string[][] = [];
  const digests: string[] = [];
  const remediations: string[] = [];
  const attempts: string[][] = [];
  const failed: unknown[] = [];
  const send = async (alert: Alert): Promise<void> => {
    if (alert.kind === 'digest') {
      digests.push(alert.digest.id);
      return;
    }
    if (alert.kind === 'remediation') {
      remediations.push(`${alert.remediation.id} ${alert.remediation.history.length}`);
      return;
    }
    if (alert.kind === 'shadow-report') throw new Error('there is none');
    const roles = alert.transitions.map(nameOf);
    attempts.push(roles);
    for (const transition of alert.transitions) {
      const error = failing(transition, attempts.length);
      if (error !== undefined) throw error;
    }
    alerts.push(roles);
  };
  const deps = {
    channel: { name: 'test', send },
    report: (notice: unknown) => failed.push(notice),
    sendMs: 10_000,
    now: () => 0,
    random: () => 0,
  };
  return {
    alerts,
    digests,
    remediations,
    attempts,
    failed,
    notify: createNotify(deps),
    restarted: () => createNotify(deps),
  };
}

function nameOf({ finding: { resource }, eventId }: Transition): string {
  return `${resource.key.split('/')[1]} ${eventId}`;
}

const told = (role: string, eventId: string, more: Told = {}) => transitionOf({ role, eventId, ...more });

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

/** As a bug would send it. */
function withoutSummary(): Transition {
  const { finding, ...rest } = told('a', '2');
  return { ...rest, finding: { ...finding, summary: undefined as unknown as string } };
}

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

it('a queue puts messages aside after as many tries as notify counts on', async () => {
  const queues = await readFile(new URL('../../infra/work-queues.ts', import.meta.url), 'utf8');
  expect(/^const CHANNEL_RECEIVES = (\d+);$/m.exec(queues)?.[1]).toBe(String(CHANNEL_RECEIVES));
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
