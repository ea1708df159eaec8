import { ServiceError } from '@podguard/core';
import {
  createRemediate,
  type Notice,
  parseRemediateMessage,
  REMEDIATE_RECEIVES,
  toMessageBody,
} from '@podguard/functions';
import { createReview } from '@podguard/remediate/review';
import { describe, expect, it, test } from 'vitest';
import { instance, makeBad, makeWorld, PIPELINE, RULE, refOf } from '../remediate/engine-world.ts';
import { testQueue } from './dispatch-queue.ts';

const KEY = instance(0);
const BEGIN = toMessageBody({
  ...({ podguard: 'remediate', step: 'begin', transition: 't-1' } as const),
  ...{ ...refOf(KEY), opened: 'e-1' },
});

const SWEEP = toMessageBody({ podguard: 'remediate', step: 'sweep' });

async function setUp(mode: 'auto' | 'propose' | 'shadow' = 'auto', more: object = {}) {
  const world = await makeWorld({ remediation: { rules: { [RULE]: mode }, ...more } });
  await makeBad(world);
  const queue = testQueue();
  const notices: Notice[] = [];
  let reports = 0;
  let loads = 0;
  const remediate = createRemediate({
    remediating: async () => {
      loads += 1;
      return world.use();
    },
    queue,
    reportShadow: async () => {
      reports += 1;
    },
    onRemediation: () => {},
    now: () => new Date(world.clock),
    random: () => 0,
    report: (notice) => notices.push(notice),
  });
  const take = (body: string, receives = 1, remainingMs = 900_000) =>
    remediate([{ id: 'm-1', body, receives }], () => remainingMs);
  const sent = () =>
    queue.sent
      .splice(0)
      .map(({ body, delaySeconds }) => ({ ...parseRemediateMessage(body), delaySeconds }) as const);
  const newest = async () => (await world.state.listRemediations(1))[0];
  return { world, take, sent, newest, notices, reports: () => reports, loads: () => loads };
}

describe('the remediate queue', () => {
  it('begins, and looks after what was done for a quarter of an hour', async () => {
    const { world, take, sent, newest } = await setUp();
    expect((await take(BEGIN)).failures.size).toBe(0);
    const one = await newest();
    expect(one?.status).toBe('verified');
    const [watch, ...others] = sent();
    expect([watch, others]).toMatchObject([{ step: 'watch', remediation: one?.id, delaySeconds: 180 }, []]);
    const { delaySeconds: _, ...message } = watch!;
    let looks = 0;
    for (let next = [watch!]; next.length > 0; next = sent() as typeof next) {
      looks += 1;
      expect(next).toHaveLength(1);
      world.clock += next[0]!.delaySeconds! * 1000;
      await take(toMessageBody(message as Parameters<typeof toMessageBody>[0]));
    }
    expect(looks).toBeGreaterThan(4);
    expect(world.clock - Date.parse(one!.applied!.endedAt!)).toBeGreaterThan(14 * 60_000);
  });

  it('puts off what may be otherwise later, by as much as a queue can delay', async () => {
    const { world, take, sent, newest } = await setUp('auto', { settleSeconds: 600 });
    await take(BEGIN);
    expect(await newest()).toBeUndefined();
    const [again] = sent();
    expect(again).toMatchObject({ step: 'begin', transition: 't-1' });
    expect(again!.delaySeconds).toBeGreaterThan(60);
    expect(again!.delaySeconds).toBeLessThanOrEqual(900);
    world.clock += again!.delaySeconds! * 1000;
    await take(BEGIN);
    expect((await newest())?.status).toBe('verified');
  });

  it('waits with a proposal, and goes on when somebody approved it', async () => {
    const { world, take, sent, newest } = await setUp('propose');
    await take(BEGIN);
    const one = (await newest())!;
    expect([one.status, sent(), world.calls]).toEqual(['proposed', [], []]);
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock) });
    await approve(one.id, 'anna', one.planHash);
    await take(toMessageBody({ podguard: 'remediate', step: 'proceed', remediation: one.id }));
    expect((await newest())?.status).toBe('verified');
    expect(sent()).toMatchObject([{ step: 'watch', remediation: one.id }]);
  });

  it('comes back before its time without looking at anything', async () => {
    const { world, take, sent, loads } = await setUp('propose');
    await take(BEGIN);
    await take(BEGIN.replace('t-1', 't-2'));
    expect(loads()).toBe(2);
    let [next] = sent();
    const { expiresAt } = (await world.state.listRemediations(1))[0]!;
    expect(next).toMatchObject({ transition: 't-2', notBefore: expiresAt, delaySeconds: 900 });
    for (let each = 0; each < 20; each += 1) {
      const { delaySeconds, ...message } = next!;
      world.clock += delaySeconds! * 1000;
      await take(toMessageBody(message as Parameters<typeof toMessageBody>[0]));
      [next] = sent();
      expect(next).toMatchObject({ transition: 't-2', notBefore: expiresAt, delaySeconds: 900 });
    }
    expect(loads()).toBe(2);
    const { delaySeconds: _, ...message } = next!;
    world.clock = Date.parse(expiresAt!);
    await take(toMessageBody(message as Parameters<typeof toMessageBody>[0]));
    expect(loads()).toBe(3);
    expect((await world.state.listRemediations(5)).map(({ status }) => status)).toEqual([
      'proposed',
      'proposed',
    ]);
  });

  test.for([
    ['says yes', {}],
    ['refuses', { deny: { resources: [KEY] } }],
  ] as const)(
    'where every guard %s records and does nothing in shadow mode, watches nothing, and tells nobody',
    async ([, more]) => {
      const { world, take, sent, newest } = await setUp('shadow', more);
      await take(BEGIN);
      expect([(await newest())?.status, sent(), world.calls, world.told]).toEqual(['shadow', [], [], []]);
    },
  );

  it('does nothing twice for a message that comes twice, or for another about the same', async () => {
    const { world, take } = await setUp();
    for (const _ of [1, 2]) await take(BEGIN);
    await take(BEGIN.replace('t-1', 't-2'));
    expect(world.calls).toHaveLength(2);
  });

  it('asked by a clock goes on with what lies, and reports shadow mode', async () => {
    const { world, take, sent, newest, reports } = await setUp('propose');
    await take(BEGIN);
    const { id, planHash } = (await newest())!;
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock) });
    await approve(id, 'anna', planHash);
    await take(toMessageBody({ podguard: 'remediate', step: 'sweep' }));
    expect([(await newest())?.status, reports()]).toEqual(['approved', 1]);
    // One that is applied takes minutes: each has a message, and so a time, of its own.
    const [proceed, ...others] = sent();
    expect([proceed, others]).toMatchObject([{ step: 'proceed', remediation: id }, []]);
    await take(toMessageBody({ podguard: 'remediate', step: 'proceed', remediation: id }));
    expect((await newest())?.status).toBe('verified');
  });

  it('asked by a clock leaves for the next time what there is no time for', async () => {
    const { world, take, sent, newest, reports } = await setUp('propose');
    await take(BEGIN);
    const { id, planHash, expiresAt } = (await newest())!;
    const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock) });
    await approve(id, 'anna', planHash);
    await take(SWEEP, 1, 100_000);
    expect([sent(), reports()]).toEqual([[], 1]);
    world.clock = Date.parse(expiresAt!);
    await take(SWEEP, 1, 100_000);
    expect((await newest())?.status).toBe('approved');
    await take(SWEEP);
    expect([(await newest())?.status, sent()]).toEqual(['expired', []]);
  });

  it('asked by a clock reports shadow mode also where something else fails, and is not asked again', async () => {
    const { world, take, notices, reports } = await setUp('propose');
    await take(BEGIN);
    world.state.listOpenRemediations = () => {
      throw new ServiceError('store-unreachable', 'the table does not answer', { retryable: true });
    };
    const { failures, delays } = await take(toMessageBody({ podguard: 'remediate', step: 'sweep' }));
    expect([failures.size, delays.size, reports()]).toEqual([0, 0, 1]);
    expect(notices).toMatchObject([{ kind: 'failed', what: 'the sweep of remediations' }]);
  });

  it('reports a change by others between reading and writing', async () => {
    const { world, take, sent, newest } = await setUp();
    world.onCall = () => {
      world.onCall = null;
      world.change(KEY, { httpTokens: 'optional' }, PIPELINE);
    };
    await take(BEGIN);
    await world.deliver();
    const [watch] = sent();
    world.clock += 180_000;
    const { delaySeconds: _, ...message } = watch!;
    await take(toMessageBody(message as Parameters<typeof toMessageBody>[0]));
    expect((await newest())?.foreign).toEqual([expect.objectContaining({ by: PIPELINE })]);
    expect(world.told.at(-1)?.foreign).toHaveLength(1);
  });

  test.for([
    ['no JSON', '{'],
    ['another queue’s', '{"podguard":"due","key":"k"}'],
    ['a step that there is not', '{"podguard":"remediate","step":"apply","remediation":"rm-1"}'],
    ['one without the life that is meant', BEGIN.replace('"opened":"e-1"', '"opened":""')],
  ] as const)('%s is handed back, and counted', async ([, body]) => {
    const { take, notices, world } = await setUp();
    const { failures, delays } = await take(body);
    expect(failures.get('m-1')).toMatchObject({ code: 'message-malformed' });
    expect(delays.get('m-1')).toBe(5);
    expect(notices).toHaveLength(1);
    expect(world.calls).toEqual([]);
  });

  test.for([
    ['does not answer', new ServiceError('store-unreachable', 'no answer', { retryable: true })],
    ['cannot be read', new ServiceError('item-malformed', 'rm-1 cannot be read')],
    ['fails as nobody foresaw', new TypeError('socket hang up')],
  ] as const)(
    'what %s is tried again, the later the more often it failed, for more than an hour',
    async ([, error]) => {
      const { world, take } = await setUp();
      world.state.loadRemediation = async () => {
        throw error;
      };
      let seconds = 0;
      for (let receives = 1; receives < REMEDIATE_RECEIVES; receives += 1)
        seconds += (await take(BEGIN, receives)).delays.get('m-1')!;
      expect(seconds).toBeGreaterThan(3_600);
    },
  );
});
