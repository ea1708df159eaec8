import {
  type Config,
  configSchema,
  createAcknowledge,
  createApplyExemptions,
  createDispatcher,
  createEngine,
  createFindingContext,
  isGranted,
  type PersonAction,
  type ServiceState,
  type Transition,
} from '@podguard/core';
import {
  ACTION_RECEIVES,
  createAct,
  createFindingNow,
  createPermits,
  createReviewWish,
  createShowKnown,
  createShowPlan,
  createWishes,
  type Failures,
  type Notice,
} from '@podguard/functions';
import type { Alert } from '@podguard/notify';
import {
  createSlackChannel,
  createSlackClient,
  createSlackKnown,
  createSlackPlan,
} from '@podguard/notify/slack';
import { createReview } from '@podguard/remediate/review';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { changesOf } from '../support/flow.ts';
import { openSlackWorld, peopleOf, RULE, type SlackWorld } from './slack-world.ts';

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF';
const NAME = 'alerts';

export interface ActWorld extends SlackWorld {
  readonly state: ServiceState;
  readonly notices: Notice[];
  readonly actions: PersonAction[];
  /** Remediations that were to go on. */
  readonly proceeding: string[];
  /** What happens while a decision is being shown, once each. */
  readonly showing: (() => Promise<void>)[];
  /** What is told of a remediation in the channel. */
  readonly tell: (alert: Alert) => Promise<void>;
  /** What was told of findings, in its order. */
  readonly told: Transition[];
  /** Calls that fail once, by name, before or after they did what they do. */
  readonly faults: { what: keyof ServiceState; when: 'before' | 'after' }[];
  /** Takes everything on the actions queue, handed out that often before. */
  work(receives?: number): Promise<Failures>;
  /** The role trusts every service account from then on, or none. */
  open(second?: number): Promise<void>;
  end(second?: number): Promise<void>;
  finding(): ReturnType<ReturnType<typeof createFindingNow>>;
  close(): Promise<void>;
}

/** Who may act; and who alone may decide about remediations. */
export interface Who {
  readonly users?: string[];
  readonly groups?: string[];
  readonly approvers?: { readonly users: string[]; readonly groups: string[] };
}

/** Slack, the function that answers it, and the worker behind, over a store and a channel that tell of a finding. */
export async function openActWorld(
  who: Who = { users: ['U01234567'] },
  modes: Readonly<Record<string, string>> = { [RULE]: 'propose' },
): Promise<ActWorld> {
  const world = await openSlackWorld();
  const { slack, clock } = world;
  const store = createMemoryStore();
  const plain = createMemoryServiceState(store);
  const faults: ActWorld['faults'] = [];
  const state = withFaults(plain, faults);
  const config: Config = configSchema.parse({ remediation: { rules: modes } });
  const now = () => new Date(clock.now);
  const backOff = async () => {};
  const context = createFindingContext({ config, state: plain, now });
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  const slackDeps = {
    client: createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl }),
    channel: slack.channel,
    name: NAME,
    state: plain,
    wording: { ruleOf: (id: string) => rules.get(id), store: 'dynamodb:podguard-test' },
    actions: true,
  };
  const channel = createSlackChannel(slackDeps);
  const told: Transition[] = [];
  const dispatcher = createDispatcher({
    ...{ store, engine, catalogue, backOff, context },
    async notify(transitions) {
      told.push(...transitions);
      const [first, ...others] = transitions;
      if (first !== undefined) await channel.send({ kind: 'transitions', transitions: [first, ...others] });
    },
  });
  const notices: Notice[] = [];
  const actions: PersonAction[] = [];
  const proceeding: string[] = [];
  const showing: ActWorld['showing'] = [];
  const report = (notice: Notice) => notices.push(notice);
  const people = peopleOf(slack);
  const findingOf = createFindingNow({ store, catalogue, context });
  const act = createAct({
    ...{ state, report, ...people, maxReceives: ACTION_RECEIVES },
    showKnown: createShowKnown([{ channel: slack.channel, show: createSlackKnown(slackDeps) }], report),
    permit: createPermits(
      { users: [], groups: [], ...who },
      {
        ...{ now, membersOf: people.membersOf },
        onUnreadable: (group, error) => report({ kind: 'failed', what: group, error }),
      },
    ),
    fulfil: createWishes({
      ...{ state, findingOf, now },
      acknowledge: createAcknowledge({ store }),
      review: createReviewWish({
        remediations: state,
        reviews: createReview({ remediations: state, now }),
        show: createShowPlan({
          remediations: state,
          channels: [
            {
              channel: slack.channel,
              showPlan: async (shown) => {
                await showing.shift()?.();
                return createSlackPlan(slackDeps)(shown);
              },
            },
          ],
          ...{ findingOf, report },
        }),
        proceed: async (remediation) => {
          proceeding.push(remediation);
        },
        serviceApplies: ({ plan }) => plan !== null && isGranted(plan.remediator, { catalogue, config }),
      }),
      applyExemptions: createApplyExemptions({
        ...{ store, state: plain, catalogue, now },
        exemptions: async () => (await context()).exemptions,
      }),
    }),
    onAction: (action) => actions.push(action),
  });
  const dispatch = async () => {
    const pending: string[] = [];
    for await (const key of store.listPending()) pending.push(key);
    for (const key of pending) await dispatcher.dispatch(key);
  };
  const trust = async (second: number, principal: object) => {
    const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRoleWithWebIdentity' };
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const call = ['UpdateAssumeRolePolicy', { roleName: 'checkout', policyDocument }] as const;
    for (const change of changesOf([[second, ...call]])) await engine.apply(change);
    await dispatch();
  };
  return {
    ...world,
    ...{ state, notices, actions, proceeding, showing, told, faults },
    tell: (alert) => channel.send(alert),
    async work(receives = 1) {
      const batch = world.sent.splice(0).map(({ body }, at) => ({ id: `m${at}`, body, receives }));
      const failures = await act(batch);
      world.sent.push(...batch.filter(({ id }) => failures.has(id)).map(({ body }) => ({ body })));
      await dispatch();
      return failures;
    },
    open: (second = 0) => trust(second, { Federated: PROVIDER }),
    end: (second = 60) => trust(second, { Service: 'lambda.amazonaws.com' }),
    finding: () => findingOf('arn:aws:iam::111122223333:role/checkout', 'irsa-subject-unrestricted'),
  };
}

function withFaults(state: ServiceState, faults: ActWorld['faults']): ServiceState {
  const failing = (what: keyof ServiceState, when: 'before' | 'after'): void => {
    const at = faults.findIndex((fault) => fault.what === what && fault.when === when);
    if (at < 0) return;
    faults.splice(at, 1);
    throw new Error(`${what} failed, ${when} it was done`);
  };
  const around = <A extends readonly unknown[], R>(
    what: keyof ServiceState,
    call: (...input: A) => Promise<R>,
  ): ((...input: A) => Promise<R>) => {
    return async (...input) => {
      failing(what, 'before');
      const answer = await call(...input);
      failing(what, 'after');
      return answer;
    };
  };
  return {
    ...state,
    loadAction: around('loadAction', state.loadAction),
    recordAction: around('recordAction', state.recordAction),
    putExemption: around('putExemption', state.putExemption),
    saveRemediation: around('saveRemediation', state.saveRemediation),
  };
}
