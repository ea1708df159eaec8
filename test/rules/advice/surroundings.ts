import type { ConfigInput, Evidence, Finding, Kind, Resource } from '@podguard/core';
import type { AdviceInput } from '@podguard/rules';
import { catalogue } from '@podguard/rules';
import { configOf, resourceOf, type StateInput } from '../../support/states.ts';

/** A finding of a rule on a resource, as a store holds it. */
export function findingOn(rule: string, resource: Resource, evidence: readonly Evidence[] = []): Finding {
  const known = catalogue.rules.find(({ id }) => id === rule);
  if (known === undefined) throw new TypeError(`no rule ${rule}`);
  const { kind, key, account, region } = resource;
  return {
    v: 1,
    id: 'pg-000000000000',
    rule,
    title: known.title,
    method: known.method,
    severity: known.severity,
    status: 'open',
    resource: { kind, key, account, region },
    exemption: null,
    acknowledged: null,
    owner: null,
    broken: known.broken,
    unverified: false,
    cause: 'record',
    summary: '',
    evidence,
    witness: null,
    reasons: [],
    opened: null,
    changes: [],
    resolved: null,
    source: null,
  };
}

/** A resource under a key of its own. */
export function named<K extends Kind>(kind: K, key: string, input: StateInput<K>): Resource {
  return { ...resourceOf(kind, input), key } as unknown as Resource;
}

export interface Scene {
  readonly rule: string;
  readonly resource: Resource;
  readonly around?: readonly Resource[];
  readonly evidence?: readonly Evidence[];
  readonly config?: ConfigInput;
}

export function adviceInput({ rule, resource, around = [], evidence = [], config }: Scene): AdviceInput {
  return { finding: findingOn(rule, resource, evidence), resource, around, config: configOf(config) };
}
