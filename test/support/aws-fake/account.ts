import type { Data } from './operation.ts';

export type Stored = Record<string, unknown>;

export interface Role {
  readonly told: Stored;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
  tags: Map<string, string>;
}

export interface User {
  readonly told: Stored;
  readonly attached: Set<string>;
  readonly keys: Map<string, Stored>;
  readonly credentials: readonly Data[];
}

export interface Policy {
  readonly told: Stored;
  readonly versions: Map<string, string>;
  byDefault: string;
  newest: number;
}

export interface Cluster {
  readonly told: Stored;
  readonly associations: Map<string, Stored>;
  readonly entries: Map<string, { readonly told: Stored; readonly policies: Map<string, Stored> }>;
  readonly identityProviders: Map<string, Stored>;
  readonly nodegroups: Map<string, Stored>;
  readonly addons: Map<string, Stored>;
  readonly fargateProfiles: Map<string, Stored>;
  readonly capabilities: Map<string, Stored>;
}

export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  /** The data of each by its number. */
  readonly versions: Map<number, Data>;
  byDefault: number;
  newest: number;
}

export interface Trail {
  readonly told: Stored;
  logging: boolean;
  selectors: Data;
}

export interface EventRule {
  readonly told: Stored;
  readonly targets: Map<string, Data>;
}

/** What one account holds; what is in a region by that and its name. */
export interface Account {
  readonly id: string;
  readonly roles: Map<string, Role>;
  readonly policies: Map<string, Policy>;
  readonly profiles: Map<string, { readonly told: Stored; readonly roles: Set<string> }>;
  readonly providers: Map<
    string,
    { readonly url: string; readonly clientIds: Set<string>; thumbprints: string[] }
  >;
  readonly users: Map<string, User>;
  readonly clusters: Map<string, Cluster>;
  readonly instances: Map<string, Stored>;
  readonly templates: Map<string, LaunchTemplate>;
  readonly autoScalingGroups: Map<string, Stored>;
  /** What is set of the defaults of instances, by region. */
  readonly defaults: Map<string, Data>;
  /** The account root's access keys. */
  readonly rootKeys: Stored[];
  /** The credential report, and how often it is not ready yet when it is asked for. */
  report: { readonly madeAt: Date; readonly text: string } | undefined;
  reportTakes: number;
  /** How long an update of a cluster runs, in milliseconds. */
  clusterUpdatesTake: number;
  readonly secrets: Map<string, Stored>;
  readonly parameters: Map<string, Stored>;
  readonly trails: Map<string, Trail>;
  readonly rules: Map<string, EventRule>;
  readonly buses: Set<string>;
  /** Those that are switched on. */
  readonly regions: string[];
  /** Of EKS, by region and name. */
  readonly quotas: Record<string, number>;
  /** Gives ids that no other has. */
  serial: number;
}

export function newAccount(id: string): Account {
  return {
    id,
    roles: new Map(),
    policies: new Map(),
    profiles: new Map(),
    providers: new Map(),
    users: new Map(),
    clusters: new Map(),
    instances: new Map(),
    templates: new Map(),
    autoScalingGroups: new Map(),
    defaults: new Map(),
    rootKeys: [],
    report: undefined,
    reportTakes: 0,
    clusterUpdatesTake: 0,
    secrets: new Map(),
    parameters: new Map(),
    trails: new Map(),
    rules: new Map(),
    buses: new Set(),
    regions: ['us-east-1', 'eu-central-1', 'eu-west-1'],
    quotas: {},
    serial: 0,
  };
}

export function newId(account: Account, prefix: string, length: number): string {
  account.serial += 1;
  return `${prefix}${String(account.serial).padStart(length - prefix.length, '0')}`;
}
