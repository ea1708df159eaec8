import {
  type Change,
  type ConfigInput,
  configSchema,
  createEngine,
  createSettler,
  type Finding,
  type JsonValue,
  severityRank,
  toFinding,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';

export interface Judged {
  readonly findings: readonly Finding[];
  readonly undecided: readonly {
    readonly resource: string;
    readonly rule: string;
    readonly missing: readonly string[];
  }[];
}

/** Judges changes by the real engine and catalogue, as an archive's are, and gives what is open at the end. */
export async function judgeChanges(changes: readonly Change[], config: ConfigInput): Promise<Judged> {
  const store = createMemoryStore();
  const settings = configSchema.parse(config);
  const backOff = async () => {};
  const engine = createEngine({
    store,
    catalogue,
    config: settings,
    judgedWith: 'test',
    backOff,
    pastLimit: 20,
  });
  const settler = createSettler(store, engine);
  for (const change of changes) await settler.apply(change);
  await settler.settle();
  const findings: Finding[] = [];
  const undecided: { resource: string; rule: string; missing: readonly string[] }[] = [];
  for await (const item of store.listItems()) {
    const open = item.lives.filter(({ resolved }) => resolved === null);
    findings.push(...open.map((life) => toFinding(item, life, catalogue)));
    undecided.push(...item.undecided.map(({ rule, missing }) => ({ resource: item.key, rule, missing })));
  }
  return { findings, undecided };
}

export interface State {
  readonly kind: Change['kind'];
  readonly key: string;
  readonly account?: string;
  readonly region?: string;
  readonly fields?: Readonly<Record<string, JsonValue>>;
  readonly sets?: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
}

/** A resource as a reader of the account would give it. */
export function put({ kind, key, account, region, fields = {}, sets = {} }: State): Change {
  const at = '2026-01-02T03:04:05Z';
  const eventId = `read:${key}`;
  const actor = { principal: 'unknown', type: 'unknown' as const };
  return {
    op: 'put',
    kind,
    key,
    account: account ?? '111122223333',
    region: region ?? 'eu-central-1',
    stamp: { time: at, rank: 0, eventId },
    cause: { eventId, eventName: 'Read', eventSource: 'test', at, actor },
    creates: false,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }])),
    sets,
  };
}

export interface RoleState {
  readonly name: string;
  readonly trust: object;
  readonly policies?: readonly string[];
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  readonly partition?: string;
}

/** A role with all that there is to know of it. */
export function roleState({
  name,
  trust,
  policies = [],
  inlinePolicies = {},
  partition = 'aws',
}: RoleState): Change {
  const key = `arn:${partition}:iam::111122223333:role/${name}`;
  return put({
    kind: 'iam-role',
    key,
    fields: {
      arn: key,
      roleId: 'AROAEXAMPLE',
      trust: JSON.stringify(trust),
      boundary: null,
      maxSessionDuration: 3600,
    },
    sets: {
      policies: Object.fromEntries(policies.map((arn) => [arn, true])),
      inlinePolicies: Object.fromEntries(
        Object.entries(inlinePolicies).map(([id, document]) => [id, JSON.stringify(document)]),
      ),
    },
  });
}

export function isSerious({ severity }: Finding): boolean {
  return severityRank(severity) >= severityRank('medium');
}
