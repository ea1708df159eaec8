import {
  type Config,
  type Evidence,
  type Finding,
  findingId,
  type History,
  type Kind,
  type RelatedOf,
  type RemediatorId,
  type Resource,
  relationsOf,
  type StateChange,
} from '@podguard/core';
import { ALL_REMEDIATORS, type PlanDraft, type Remediator } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { ruleOf } from '../support/rule-of.ts';
import { ACCOUNT, configOf, REGION, resourceOf } from '../support/states.ts';
import { refuseUngranted } from './granted.ts';

export function remediatorOf(id: RemediatorId): Remediator {
  const found = ALL_REMEDIATORS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no remediator ${id}`);
  return found;
}

export interface Given<K extends Kind> {
  readonly rule: string;
  readonly target: Resource<K>;
  readonly related?: Partial<RelatedOf[K]>;
  readonly config?: Config;
  readonly recorded?: Partial<History>;
  readonly isForced?: boolean;
  /** Whose calls it would be. */
  readonly by?: string;
  /** When the finding opened. */
  readonly openedAt?: string;
  readonly worsenedAt?: string;
  /** What opened it. */
  readonly changed?: readonly StateChange[];
  /** What the finding is about, where that is not the target, and what the rule said of it. */
  readonly about?: { readonly resource: Resource; readonly evidence: readonly Evidence[] };
}

/** As a rule sees it: around it is nobody but those that are given. */
function around<K extends Kind>(kind: K, given: Partial<RelatedOf[K]> = {}): RelatedOf[K] {
  const none = Object.entries(relationsOf(kind)).map(([name, relation]) => [
    name,
    'key' in relation ? null : [],
  ]);
  return { ...Object.fromEntries(none), ...given } as RelatedOf[K];
}

export function judged<K extends Kind>(
  id: string,
  target: Resource<K>,
  { related, config = configOf() }: Pick<Given<K>, 'related' | 'config'> = {},
) {
  return ruleOf(catalogue, id).evaluate(target as never, {
    config,
    related: around(target.kind, related) as never,
  });
}

/** What a remediator says to the finding of a rule, without what is tried afterwards. */
export function plans<K extends Kind>(id: RemediatorId, given: Given<K>): readonly PlanDraft[] | string {
  const { rule, target, config = configOf(), about } = given;
  const verdict = about === undefined ? judged(rule, target, given) : { status: 'fail' as const, ...about };
  if (verdict.status !== 'fail') throw new Error(`${rule} does not fail: ${JSON.stringify(verdict)}`);
  const subject = about?.resource ?? target;
  const finding = {
    id: findingId(rule, subject.key),
    rule,
    resource: { kind: subject.kind, key: subject.key, account: ACCOUNT, region: REGION },
    evidence: verdict.evidence,
    opened: given.openedAt === undefined ? null : { at: given.openedAt, eventId: 'opening' },
    changes:
      given.worsenedAt === undefined ? [] : [{ type: 'worsened', at: given.worsenedAt, eventId: 'worse' }],
  } as unknown as Finding;
  const remediator = remediatorOf(id);
  if (!remediator.rules.includes(rule)) throw new Error(`${id} is not for ${rule}`);
  if (remediator.target(finding, subject as Resource) !== target.key) throw new Error(`${id} aims elsewhere`);
  const drafts = remediator.plan(target as never, {
    finding,
    config,
    account: ACCOUNT,
    related: around(target.kind, given.related) as never,
    recorded: {
      ...identityOf(target as unknown as Resource),
      base: null,
      horizon: null,
      log: [],
      activity: {},
      ...given.recorded,
    },
    isForced: given.isForced ?? false,
    ...(given.changed === undefined ? {} : { changed: given.changed }),
    ...(given.by === undefined ? {} : { by: given.by }),
  });
  if (typeof drafts !== 'string') refuseUngranted(remediator, drafts);
  return drafts;
}

export function firstPlan<K extends Kind>(id: RemediatorId, given: Given<K>): PlanDraft {
  const drafts = plans(id, given);
  const [first] = typeof drafts === 'string' ? [] : drafts;
  if (first === undefined) throw new Error(`no plan: ${String(drafts)}`);
  return first;
}

/** The narrowed trust policy, whatever rule asks for it; null where there is none. */
export function narrowedBy(target: Resource<'iam-role'>): PlanDraft | null {
  const finding = {
    rule: '',
    evidence: [],
    opened: null,
    changes: [],
    resource: { key: target.key },
  } as unknown as Finding;
  const drafts = remediatorOf('restore-trust-policy').plan(target as never, {
    finding,
    config: configOf({ events: ['activity'] }),
    account: ACCOUNT,
    related: around('iam-role') as never,
    recorded: {
      ...identityOf(target as unknown as Resource),
      base: null,
      horizon: null,
      log: [],
      activity: {},
    },
    isForced: false,
  });
  return typeof drafts === 'string' ? null : (drafts[0] ?? null);
}

function identityOf({ kind, key, account, region }: Resource) {
  return { kind, key, account, region };
}

/** The trust policy that a plan would set. */
export function trustAfter({ after, steps, undo }: PlanDraft): string {
  if (after === 'gone') throw new Error('the role would be gone');
  const [step] = steps;
  if (step?.input.PolicyDocument !== after.trust || steps.length !== 1 || undo.length !== 1)
    throw new Error('its step sets another one');
  return String(after.trust);
}

export function roleWith(trust: string, input: Partial<Parameters<typeof resourceOf<'iam-role'>>[1]> = {}) {
  return resourceOf('iam-role', { bornAt: null, ...input, state: { ...input.state, trust } });
}

/** Former trust policies of the role, oldest first, a day apart. */
export function recordedTrusts(...texts: readonly string[]): Partial<History> {
  const { kind, key, account, region } = resourceOf('iam-role', {});
  return {
    log: texts.map((trust, at) => {
      const time = `2026-01-0${at + 1}T00:00:00Z`;
      const eventId = `trust-${at}`;
      const cause = {
        eventId,
        eventName: 'UpdateAssumeRolePolicy',
        eventSource: 'iam.amazonaws.com',
        at: time,
        actor: { principal: `arn:aws:iam::${ACCOUNT}:role/deployer`, type: 'role' as const },
      };
      const stamp = { time, rank: 1 as const, eventId };
      return {
        op: 'patch',
        kind,
        key,
        account,
        region,
        stamp,
        cause,
        fields: { trust: { value: trust } },
        sets: {},
      };
    }),
  };
}
