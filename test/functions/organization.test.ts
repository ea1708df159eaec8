import {
  type Catalogue,
  configSchema,
  createDispatcher,
  createEngine,
  knownAccounts,
  type ServiceState,
  type Transition,
} from '@podguard/core';
import {
  createFollowOrganization,
  createJudgedBy,
  createOrganizationEngine,
  loadOrganization,
  type Organization,
  saveOrganization,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { createRole, ROLE } from '../support/changes.ts';
import { aws, trust } from '../support/trusts.ts';

const OURS = '111122223333';
const OTHER = '444455556666';
const START = Date.parse('2026-03-12T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LISTED: Organization = {
  accounts: [OURS, OTHER],
  ...{ listedAt: new Date(START).toISOString(), changedAt: new Date(START).toISOString(), judgedAgain: true },
};

/** A clock that the test moves, what is kept, and how often the mark is looked up. */
function world(organization = true) {
  const store = createMemoryStore();
  const state = createMemoryServiceState(store);
  const clock = { at: START, loads: 0, broken: false };
  const watched: ServiceState = {
    ...state,
    async loadMark(name) {
      clock.loads += 1;
      if (clock.broken) throw new Error('throttled');
      return state.loadMark(name);
    },
  };
  const now = () => new Date(clock.at);
  const config = configSchema.parse({ account: OURS, knownAccounts: ['222233334444'], organization });
  const judgedBy = createJudgedBy({ config, judgedWith: 'c1.s1', state: watched, now });
  return { store, state: watched, clock, now, config, judgedBy };
}

describe('what is judged by', () => {
  it('is the configuration alone where it does not ask for the organization, and nothing is looked up', async () => {
    const { judgedBy, state, clock, config } = world(false);
    await saveOrganization(state, LISTED);
    expect(await judgedBy()).toEqual({ config, judgedWith: 'c1.s1' });
    expect(clock.loads).toBe(0);
  });

  it('knows no account before the organization was listed, so that none is called unknown', async () => {
    const { config, judgedWith } = await world().judgedBy();
    expect([...knownAccounts(config)]).toEqual([]);
    expect(judgedWith).toBe('c1.s1+unlisted');
  });

  it('knows the accounts of the organization besides those of the configuration', async () => {
    const { judgedBy, state } = world();
    await saveOrganization(state, LISTED);
    const { config, judgedWith } = await judgedBy();
    expect([...knownAccounts(config)].sort()).toEqual([OURS, '222233334444', OTHER]);
    expect(judgedWith).toMatch(/^c1\.s1\+[0-9a-z]{12}$/);
  });

  it('is looked up once an hour, by many at once too, and is the same while the accounts are', async () => {
    const { judgedBy, state, clock } = world();
    await saveOrganization(state, LISTED);
    const [first] = await Promise.all([judgedBy(), judgedBy(), judgedBy()]);
    clock.at += HOUR - 1;
    expect(await judgedBy()).toBe(first);
    expect(clock.loads).toBe(1);
    clock.at += 1;
    expect(await judgedBy()).toBe(first);
    expect(clock.loads).toBe(2);
    await saveOrganization(state, { ...LISTED, accounts: [OURS] });
    clock.at += HOUR;
    expect((await judgedBy()).judgedWith).not.toBe(first.judgedWith);
  });

  it('goes on to hold where it cannot be looked up, and is an error where it never was', async () => {
    const { judgedBy, state, clock } = world();
    await saveOrganization(state, LISTED);
    clock.broken = true;
    await expect(judgedBy()).rejects.toThrow('throttled');
    clock.broken = false;
    const first = await judgedBy();
    clock.broken = true;
    clock.at += 2 * HOUR;
    expect(await judgedBy()).toBe(first);
  });

  it('ignores a mark that it cannot read', async () => {
    const { judgedBy, state } = world();
    await state.saveMark('organization', { accounts: '1111' });
    expect((await judgedBy()).judgedWith).toBe('c1.s1+unlisted');
    expect(await loadOrganization(state)).toBeUndefined();
  });
});

describe('a role that an account of the organization may assume', () => {
  const rules: Catalogue = {
    ...catalogue,
    rules: catalogue.rules.filter(({ id }) => id === 'trust-foreign-account'),
  };

  it('is undecided, then told as a stranger’s, and ends by configuration when the account is listed', async () => {
    const { store, state, clock, now, judgedBy } = world();
    const told: Transition[] = [];
    const backOff = async () => undefined;
    const engine = createOrganizationEngine(judgedBy, (by) =>
      createEngine({ store, catalogue: rules, ...by, pastLimit: 20, backOff }),
    );
    const notify = async (some: readonly Transition[]) => void told.push(...some);
    const dispatcher = createDispatcher({ store, engine, catalogue: rules, notify, backOff, now });
    const judgeAgain = async () => {
      clock.at += HOUR;
      await engine.rejudge(ROLE);
      await dispatcher.dispatch(ROLE);
    };

    await engine.apply(createRole(1, trust(aws({ AWS: `arn:aws:iam::${OTHER}:root` }))));
    await dispatcher.dispatch(ROLE);
    expect((await store.load(ROLE))?.undecided).toMatchObject([
      {
        rule: 'trust-foreign-account',
        missing: ['the accounts of the organization, which were never listed'],
      },
    ]);
    expect(told).toEqual([]);

    await saveOrganization(state, { ...LISTED, accounts: [OURS] });
    await judgeAgain();
    await saveOrganization(state, LISTED);
    await judgeAgain();
    await judgeAgain();
    expect(told.map(({ type, cause }) => `${type} by ${cause}`)).toEqual([
      'opened by configuration',
      'resolved by configuration',
    ]);
  });
});

describe('following the organization', () => {
  type Read = Awaited<ReturnType<Parameters<typeof createFollowOrganization>[0]['list']>>;

  function follower() {
    const { state, clock, now } = world();
    const done: string[] = [];
    const answers: { read: Read; failing: boolean } = {
      read: { outcome: 'read', accounts: [OURS] },
      failing: false,
    };
    const follow = createFollowOrganization({
      state,
      now,
      async list(timeoutMs) {
        done.push(`list within ${timeoutMs}`);
        return answers.read;
      },
      async judgeAgain(run) {
        if (answers.failing) throw new Error('no queue');
        done.push(run);
      },
      unread: ({ outcome, reason }) => done.push(`${outcome}: ${reason}`),
    });
    return { state, clock, done, answers, follow: (remaining = 60_000) => follow(() => remaining) };
  }

  it('lists once a day, and has everything judged again once, when all who judge know the list', async () => {
    const { clock, done, follow } = follower();
    await follow();
    expect(done.splice(0)).toEqual(['list within 45000']);
    for (let minutes = 15; minutes < 24 * 60; minutes += 15) {
      clock.at = START + minutes * MINUTE;
      await follow();
      const judging = minutes === 75 ? ['organization-2026-03-12T12:00:00.000Z'] : [];
      expect(done.splice(0), `after ${minutes} minutes`).toEqual(judging);
    }
    clock.at = START + 24 * HOUR;
    await follow();
    clock.at += 75 * MINUTE;
    await follow();
    expect(done).toEqual(['list within 45000']);
  });

  it('has everything judged again when an account is new or gone', async () => {
    const { clock, done, follow, answers, state } = follower();
    await saveOrganization(state, LISTED);
    clock.at += 24 * HOUR;
    await follow();
    expect(await loadOrganization(state)).toEqual({
      accounts: [OURS],
      ...{ listedAt: new Date(clock.at).toISOString(), changedAt: new Date(clock.at).toISOString() },
      judgedAgain: false,
    });
    answers.read = { outcome: 'read', accounts: [OURS, OTHER] };
    clock.at += 2 * HOUR;
    await follow();
    expect(done).toEqual(['list within 45000', 'organization-2026-03-13T12:00:00.000Z']);
  });

  it('keeps the last list where it cannot be read, says why, and tries again with the next sweep', async () => {
    const { clock, done, follow, answers, state } = follower();
    await saveOrganization(state, LISTED);
    clock.at += 24 * HOUR;
    answers.read = { outcome: 'denied', reason: 'not authorized' };
    await follow();
    clock.at += 15 * MINUTE;
    await follow();
    expect(done).toEqual([
      'list within 45000',
      'denied: not authorized',
      'list within 45000',
      'denied: not authorized',
    ]);
    expect(await loadOrganization(state)).toEqual(LISTED);
  });

  it('leaves nothing behind where it never could be read', async () => {
    const { follow, answers, state } = follower();
    answers.read = { outcome: 'unavailable', reason: 'no organization' };
    await follow();
    expect(await loadOrganization(state)).toBeUndefined();
  });

  it('asks again for the judging that could not be asked for', async () => {
    const { clock, done, follow, answers } = follower();
    await follow();
    clock.at += 2 * HOUR;
    answers.failing = true;
    await expect(follow()).rejects.toThrow('no queue');
    answers.failing = false;
    await follow();
    await follow();
    expect(done).toEqual(['list within 45000', 'organization-2026-03-12T12:00:00.000Z']);
  });

  it('begins no listing that there is no time for', async () => {
    const { done, follow } = follower();
    await follow(29_000);
    expect(done).toEqual([]);
  });
});
