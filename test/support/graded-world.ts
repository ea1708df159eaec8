import {
  type Catalogue,
  type Change,
  type ConfigInput,
  configSchema,
  createApplyExemptions,
  createDispatcher,
  createEngine,
  createExemption,
  createFindingContext,
  defineRule,
  type Exemption,
  type ExemptionSetting,
  fail,
  findingsOf,
  indeterminate,
  pass,
  type Severity,
  type StateChange,
  type Store,
  type Transition,
} from '@podguard/core';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { createRole, ROLE, updateTrust } from './changes.ts';

/** A rule that says of a role's trust what stands there: `high ab` fails as high, and lets `a` and `b` in. */
export const GRADED = 'graded';
export const OTHER = 'graded-too';

const graded = (id: string) =>
  defineRule({
    id,
    title: 'The trust is graded',
    method: 'platform',
    resource: 'iam-role',
    severity: 'low',
    broken: false,
    family: null,
    description: 'Fails as the trust says.',
    rationale: 'For tests.',
    references: [],
    mappings: {},
    falsePositives: [],
    needs: {},
    covers: (before, now) => [...String(now.extent)].every((one) => String(before.extent).includes(one)),
    evaluate({ state }) {
      if (typeof state.trust !== 'string') return indeterminate('trust');
      const [severity, extent = ''] = state.trust.split(' ');
      if (severity === 'good') return pass;
      return fail(`it is ${severity}`, {
        graded: { severity: severity as Severity, because: 'the trust says so' },
        witness: { text: `${extent} get in`, request: {}, extent },
      });
    },
    mend: { cli: '-', terraform: '-', cloudformation: '-' },
  });

const gradedCatalogue: Catalogue = { rules: [graded(GRADED)], families: {} };
export const twoGraded: Catalogue = { rules: [graded(GRADED), graded(OTHER)], families: {} };

const START = Date.parse('2026-01-02T03:00:00Z');
export const timeAt = (second: number): string => new Date(START + second * 1000).toISOString();

export const makeRole = (second: number, trust: string): StateChange => createRole(second, trust);
export const setTrust = (second: number, trust: string): StateChange => updateTrust(second, trust);

export function setTags(second: number, tags: Readonly<Record<string, string | null>>): StateChange {
  return { ...updateTrust(second, ''), op: 'patch', fields: {}, sets: { tags } };
}

/** Of the role's graded finding, from its beginning for a day unless said otherwise. */
export function anExemption(parts: Partial<ExemptionSetting> = {}): Exemption {
  return createExemption(
    {
      rules: [GRADED],
      resources: [ROLE],
      accounts: [],
      tags: {},
      reason: 'it is known',
      author: 'ana',
      since: timeAt(0),
      until: timeAt(86_400),
      ...parts,
    },
    'cli',
  );
}

/** The service around one clock, which a test sets in seconds. */
export function createGradedWorld(
  options: { readonly config?: ConfigInput; readonly catalogue?: Catalogue; readonly store?: Store } = {},
) {
  const catalogue = options.catalogue ?? gradedCatalogue;
  const store = options.store ?? createMemoryStore();
  let time = START;
  const now = () => new Date(time);
  const state = createMemoryServiceState(store, () => time);
  const config = configSchema.parse(options.config ?? {});
  const backOff = async () => {};
  const context = createFindingContext({ config, state, now });
  const exemptions = async () => (await context()).exemptions;
  const told: Transition[] = [];
  /** Where the process that tells ends. */
  const ends: { at: 'nowhere' | 'before' | 'after' } = { at: 'nowhere' };
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const dispatcher = createDispatcher({
    store,
    engine,
    catalogue,
    backOff,
    context,
    async notify(transitions) {
      if (ends.at === 'before') throw new Error('the process ended');
      told.push(...transitions);
      if (ends.at === 'after') throw new Error('the process ended');
    },
  });
  return {
    store,
    state,
    catalogue,
    config,
    engine,
    dispatcher,
    context,
    now,
    told,
    ends,
    apply: createApplyExemptions({ store, state, exemptions, catalogue, now }),
    at(second: number) {
      time = START + second * 1000;
    },
    async deliver(change: Change) {
      await engine.apply(change);
      await dispatcher.dispatch(change.key);
    },
    /** What was told since the last time. */
    news: () => told.splice(0).map(({ type, severity }) => `${type} ${severity}`),
    async finding(rule = GRADED) {
      const item = await store.load(ROLE);
      const all = item === undefined ? [] : findingsOf(item, catalogue, await context());
      return all.findLast((one) => one.rule === rule);
    },
  };
}
