import { type ConfigInput, configSchema, type ServiceState, type Transition } from '@podguard/core';
import {
  createDispatch,
  createHandToRemediate,
  createTell,
  parseRemediateMessage,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { instance, makeBad, makeWorld, RULE as TOKENS } from '../remediate/engine-world.ts';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';
import { testQueue } from './dispatch-queue.ts';

const RULE = 'pod-identity-trust-unscoped';
const ACCOUNT = '111122223333';

function setUp(remediation: ConfigInput['remediation'] = { rules: { [RULE]: 'auto' } }) {
  const queue = testQueue();
  const state: ServiceState = createMemoryServiceState(createMemoryStore());
  const config = configSchema.parse({ remediation });
  return { queue, state, handOn: createHandToRemediate({ config, account: ACCOUNT, queue, state }) };
}
const handed = async (transition: Transition, world = setUp()) => {
  await world.handOn([transition]);
  return world.queue.sent.length;
};

describe('handing on to be repaired', () => {
  it('names the life of the finding, and waits for the settle time', async () => {
    const { queue, handOn } = setUp({ rules: { [RULE]: 'propose' }, settleSeconds: 300 });
    const one = aTransition();
    await handOn([one]);
    expect(queue.sent.map(({ body, ...more }) => ({ ...more, ...parseRemediateMessage(body) }))).toEqual([
      {
        podguard: 'remediate',
        step: 'begin',
        delaySeconds: 300,
        transition: one.id,
        finding: one.finding.id,
        rule: RULE,
        key: one.finding.resource.key,
        opened: 'e-1',
      },
    ]);
  });

  it.for([
    ['shadow', 1],
    ['propose', 1],
    ['auto', 1],
    ['off', 0],
  ] as const)('of a rule in mode %s: %i', async ([mode, count]) => {
    expect(await handed(aTransition(), setUp({ rules: { [RULE]: mode } }))).toBe(count);
  });

  it('of another account: nothing, people are only told', async () => {
    const { finding } = aTransition();
    const resource = { ...finding.resource, account: '444455556666' };
    expect(await handed(aTransition({ finding: { resource } }))).toBe(0);
  });

  it('of a rule that nobody named: nothing', async () => {
    expect(await handed(aTransition({ finding: { rule: 'irsa-subject-wildcard' } }))).toBe(0);
  });

  it.for([
    ['opened', 1],
    ['reopened', 1],
    ['worsened', 1],
    ['eased', 0],
    ['resolved', 0],
    ['exempted', 0],
    ['exemption-ended', 0],
  ] as const)('what %s a finding: %i', async ([type, count]) => {
    expect(await handed(aTransition({ type }))).toBe(count);
  });

  it('what is judged otherwise, or was replayed, or is exempt, is handed on by nobody', async () => {
    expect(await handed(aTransition({ cause: 'catalogue' }))).toBe(0);
    expect(await handed(aTransition({ cause: 'configuration' }))).toBe(0);
    expect(await handed(aTransition({ replayed: true }))).toBe(0);
    expect(await handed(aTransition({ finding: { status: 'exempt' } }))).toBe(0);
    expect(await handed(aTransition({ finding: { opened: null } }))).toBe(0);
  });

  describe('what a read showed', () => {
    const drift = { cause: 'drift', at: '2026-03-12T07:00:00Z' } as const;
    const baseline = (finishedAt: string | null) => ({
      run: 'baseline-1',
      startedAt: '2026-03-12T06:59:00Z',
      finishedAt,
    });

    it('is handed on', async () => {
      expect(await handed(aTransition(drift))).toBe(1);
    });

    it('is not, where a baseline did: it was there before anybody listened', async () => {
      for (const finishedAt of [null, '2026-03-12T07:10:00Z']) {
        const world = setUp();
        await world.state.saveMark('baseline', baseline(finishedAt));
        expect(await handed(aTransition(drift), world)).toBe(0);
        expect(await handed(aTransition({ at: drift.at }), world), 'by a record meanwhile').toBe(1);
      }
    });

    it('is handed on again after the baseline, also where that was the first of two', async () => {
      const world = setUp();
      const earlier = [baseline('2026-03-12T06:59:30Z')];
      await world.state.saveMark('baseline', {
        ...{ run: 'baseline-2', startedAt: '2026-03-12T09:00:00Z', finishedAt: '2026-03-12T09:10:00Z' },
        earlier,
      });
      expect(await handed(aTransition(drift), world)).toBe(1);
    });

    it('is not, where nobody can say when the baselines were', async () => {
      const world = setUp();
      await world.state.saveMark('baseline', { of: 'another version' });
      expect(await handed(aTransition(drift), world)).toBe(0);
      expect(await handed(aTransition(), world)).toBe(1);
    });
  });
});

describe('the dispatcher', () => {
  /** One instance that is bad; `fails` says at what the dispatcher ends. */
  async function dispatching(fails: { tell?: boolean; handOn?: boolean } = {}) {
    const world = await makeWorld({ remediation: { rules: { [TOKENS]: 'auto' } } });
    await makeBad(world);
    const { config, store, state } = world;
    const [sns, remediate] = [
      testQueue(() => (fails.tell ? new Error('no channel') : undefined)),
      testQueue(() => (fails.handOn ? new Error('no queue') : undefined)),
    ];
    const now = () => new Date(world.clock);
    const dispatch = () =>
      createDispatch({
        ...{ store, catalogue, now, backOff: async () => {}, report: () => {} },
        engine: { ...world.engine, rejudge: async () => 'unchanged' } as never,
        evaluateQueue: testQueue(),
        dueQueue: testQueue(),
        tell: createTell({ channels: channelsOver({ sns }), config, state, now }),
        handOn: createHandToRemediate({ config, account: ACCOUNT, queue: remediate, state }),
      })([{ id: 'm-1', key: instance(0) }]);
    return { sns, remediate, dispatch, fails, store };
  }

  it('hands on what it told', async () => {
    const { sns, remediate, dispatch } = await dispatching();
    expect([...(await dispatch())]).toEqual([]);
    expect([sns.sent.length, remediate.sent.length]).toEqual([1, 1]);
  });

  it('hands nothing on that people were not told of, and all of it when they were', async () => {
    const world = await dispatching({ tell: true });
    expect([...(await world.dispatch()).keys()]).toEqual(['m-1']);
    expect(world.remediate.sent).toEqual([]);
    world.fails.tell = false;
    expect([...(await world.dispatch())]).toEqual([]);
    expect(world.remediate.sent).toHaveLength(1);
  });

  it('loses nothing where it ends between telling and handing on: the same message goes, with the same id', async () => {
    const world = await dispatching({ handOn: true });
    expect([...(await world.dispatch()).keys()]).toEqual(['m-1']);
    expect((await world.store.load(instance(0)))?.pending).not.toBeNull();
    world.fails.handOn = false;
    expect([...(await world.dispatch())]).toEqual([]);
    expect(world.remediate.sent).toHaveLength(1);
    const [told] = world.sns.sent.map(({ body }) => JSON.parse(body).transitions[0].id as string);
    expect(parseRemediateMessage(world.remediate.sent[0]!.body)).toMatchObject({ transition: told });
  });
});
