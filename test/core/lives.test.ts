import {
  configSchema,
  defineRule,
  type History,
  judge,
  LOG_LIMIT,
  mergeChange,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import {
  ASSOCIATION,
  associate,
  attach,
  createKey,
  createRole,
  disableTags,
  forgetTrust,
  KEY,
  ROLE,
  setKey,
  TRUSTED,
  UNTAGGED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';
import { ruleOf } from '../support/rule-of.ts';
import { deliver, message } from './finding-worlds.ts';

/** A store that fails each write from the given one on, as a process that dies there. */
function crashingAfter(store: Store, writes: number): Store {
  let left = writes;
  const die = () => {
    left -= 1;
    if (left < 0) throw new Error('crash');
  };
  return {
    ...store,
    async save(item) {
      die();
      return store.save(item);
    },
    async putTransition(transition) {
      die();
      return store.putTransition(transition);
    },
  };
}

describe('lives and transitions', () => {
  it('stays open and is marked when it can no longer be judged', async () => {
    const { lives } = await deliver(createRole(1, UNTAGGED), forgetTrust(5));
    expect(await lives(ROLE)).toEqual([
      'pod-identity-tag-session-missing high: CreateRole-1, open, unverified',
    ]);
  });

  it('begins a new life with a new incarnation', async () => {
    const { lives } = await deliver(createRole(1, UNTAGGED), createRole(9, UNTAGGED));
    expect(await lives(ROLE)).toEqual([
      'pod-identity-tag-session-missing high: CreateRole-1, deleted by CreateRole-9',
      'pod-identity-tag-session-missing high: CreateRole-9, open',
    ]);
  });

  it('tells each transition once', async () => {
    const { messages } = await deliver(
      createKey(1),
      setKey(5, 'Inactive'),
      setKey(9, 'Active'),
      createKey(1),
      setKey(9, 'Active'),
    );
    expect(messages()).toEqual([
      'opened static-key-created high by CreateAccessKey-1',
      'resolved static-key-created high by UpdateAccessKey-5',
      'reopened static-key-created high by UpdateAccessKey-9',
      'opened static-key-reactivated medium by UpdateAccessKey-9',
    ]);
  });

  it('does not tell again when a late record moves the opening back', async () => {
    const { lives, messages } = await deliver(setKey(5, 'Active'), createKey(1));
    expect(await lives(KEY)).toEqual(['static-key-created high: CreateAccessKey-1, open']);
    expect(messages()).toEqual(['opened static-key-created high by UpdateAccessKey-5']);
  });

  it('tells a life that a late record shows opened and closed in one message', async () => {
    const { messages } = await deliver(setKey(9, 'Inactive'), createKey(1));
    expect(messages()).toEqual(['resolved static-key-created high by UpdateAccessKey-9']);
  });

  it('keeps the opening of what is open beyond the log', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(10 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { lives, messages, store } = await deliver(createRole(1, UNTAGGED), ...flips);
    expect(await lives(ROLE)).toEqual(['pod-identity-tag-session-missing high: CreateRole-1, open']);
    expect(messages()).toHaveLength(1);
    expect((await store.load(ROLE))?.log).toHaveLength(LOG_LIMIT);
  });

  it('judges a record that is older than the log where it changes the present', async () => {
    const changes = Array.from({ length: LOG_LIMIT + 5 }, (_, index) =>
      attach(10 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { lives, store } = await deliver(...changes, updateTrust(2, UNTAGGED));
    expect(await lives(ROLE)).toEqual([
      'pod-identity-tag-session-missing high: UpdateAssumeRolePolicy-2, open',
    ]);
    expect(await store.load(ROLE)).toMatchObject({ late: 1 });
  });

  it('stays open, unverified, beyond the log', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(20 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { lives, messages } = await deliver(createRole(1, UNTAGGED), forgetTrust(5), ...flips);
    expect(await lives(ROLE)).toEqual([
      'pod-identity-tag-session-missing high: CreateRole-1, open, unverified',
    ]);
    expect(messages()).toHaveLength(1);
  });

  it('keeps the late record as the opening when it is judged again', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(20 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { lives, messages, engine } = await deliver(
      createRole(1),
      associate(3),
      ...flips,
      updateTrust(7, UNTRUSTED),
      setKey(1, 'Active'),
    );
    await engine.rejudge(ROLE);
    await engine.rejudge(ASSOCIATION);
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-role-not-trusting high: UpdateAssumeRolePolicy-7, open',
    ]);
    expect(messages().filter((text) => text.includes('not-trusting'))).toEqual([
      'opened pod-identity-role-not-trusting high by UpdateAssumeRolePolicy-7',
    ]);
  });

  it('tells by which late record a finding ended', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(20 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { messages } = await deliver(
      createRole(1),
      associate(3),
      ...flips,
      updateTrust(7, UNTAGGED),
      updateTrust(8, TRUSTED),
    );
    expect(messages()).toEqual([
      'opened pod-identity-tag-session-missing high by UpdateAssumeRolePolicy-7',
      'resolved pod-identity-tag-session-missing high by UpdateAssumeRolePolicy-8',
    ]);
  });

  it('tells of a life that ended and began anew between two dispatches', async () => {
    const { engine, dispatcher, messages } = await deliver(createKey(1));
    await engine.apply(setKey(5, 'Inactive'));
    await engine.apply(setKey(9, 'Active'));
    await dispatcher.dispatch(KEY);
    expect(messages()).toContain('reopened static-key-created high by UpdateAccessKey-9');
  });

  it.for([1, 2, 3, 4])(
    'tells the same after a crash at write %i of a dispatch, and then what came since',
    async (writes) => {
      const harness = createHarness(createMemoryStore());
      const failing = createHarness(crashingAfter(harness.store, writes));
      await harness.deliver(createKey(1));
      await harness.engine.apply(setKey(5, 'Inactive'));
      await expect(
        failing.dispatcher.dispatch(KEY).then(() => {
          throw new Error('crash');
        }),
      ).rejects.toThrow('crash');
      await harness.engine.apply(setKey(9, 'Active'));
      await harness.dispatcher.sweep();
      const told = [...harness.told, ...failing.told].filter(
        ({ finding }) => finding.rule === 'static-key-created',
      );
      expect(told.map(message)).toContain('reopened static-key-created high by UpdateAccessKey-9');
      expect((await harness.store.load(KEY))?.pending).toBeNull();
      expect((await harness.store.load(KEY))?.outgoing).toBeNull();
    },
  );

  it('keeps how a finding worsened and eased beyond the log, each once', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(20 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { store } = await deliver(createRole(1, UNTAGGED), associate(5), disableTags(9), ...flips);
    const [life] = (await store.load(ROLE))?.lives ?? [];
    expect(life?.changes.map(({ type, cause }) => `${type} by ${cause.eventId}`)).toEqual([
      'eased by UpdatePodIdentityAssociation-9',
    ]);
    expect(life?.severity).toBe('low');
  });

  it('is indeterminate where a rule has a fault, and the others are judged', () => {
    const faulty = defineRule({
      ...ruleOf(catalogue, 'static-key-created'),
      id: 'faulty',
      evaluate: () => {
        throw new Error('a fault');
      },
    });
    const subject = mergeChange(undefined, createKey(1)).history;
    const judged = judge({
      subject,
      previous: undefined,
      surroundings: {
        histories: new Map([['arn:aws:iam::111122223333:user/ci', null]]),
        dependents: new Map(),
      },
      catalogue: { ...catalogue, rules: [ruleOf(catalogue, 'static-key-created'), faulty] },
      config: configSchema.parse({}),
      late: null,
    });
    expect(judged).toMatchObject({
      undecided: [{ rule: 'faulty', missing: ['the rule failed: a fault'], failed: 'a fault' }],
      lives: [{ rule: 'static-key-created' }],
    });
  });

  it.for(['Active', 'Inactive'])(
    'tells that a rule failed in one view rather than what another lacks: %s',
    (bad) => {
      const faulty = defineRule({
        ...ruleOf(catalogue, 'static-key-created'),
        id: 'faulty',
        evaluate({ state }) {
          if ('status' in state && state.status === bad) throw new Error('a fault');
          return { status: 'indeterminate', missing: ['x'] };
        },
      });
      const changes = [createKey(1), setKey(3, 'Active', 'a'), setKey(3, 'Inactive', 'b')];
      const subject = changes.reduce<History | undefined>(
        (known, one) => mergeChange(known, one).history,
        undefined,
      );
      const judged = judge({
        subject: subject as History,
        previous: undefined,
        surroundings: {
          histories: new Map([['arn:aws:iam::111122223333:user/ci', null]]),
          dependents: new Map(),
        },
        catalogue: { ...catalogue, rules: [faulty] },
        config: configSchema.parse({}),
        late: null,
      });
      expect(judged).toMatchObject({ undecided: [{ rule: 'faulty', failed: 'a fault' }] });
    },
  );

  it('keeps an opening beyond the log of the related resource', async () => {
    const flips = Array.from({ length: LOG_LIMIT + 10 }, (_, index) =>
      attach(10 + index, `arn:aws:iam::aws:policy/P${index}`),
    );
    const { lives } = await deliver(createRole(1, UNTRUSTED), associate(5), ...flips);
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-role-not-trusting high: CreatePodIdentityAssociation-5, open',
    ]);
  });
});
