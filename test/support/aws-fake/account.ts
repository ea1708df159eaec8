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
}

/** What one account holds; clusters and instances by region and name. */
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
    serial: 0,
  };
}

export function newId(account: Account, prefix: string, length: number): string {
  account.serial += 1;
  return `${prefix}${String(account.serial).padStart(length - prefix.length, '0')}`;
}
