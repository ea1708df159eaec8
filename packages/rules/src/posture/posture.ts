import {
  type Config,
  type Posture,
  scorePosture,
  type UnknownIdentity,
  type WorkloadIdentity,
} from '@podguard/core';
import type { PostureFact, RoleFact } from './facts.ts';
import { nowhere, type Places, placesOf } from './places.ts';
import { readServiceAccounts } from './service-accounts.ts';

/** The posture of all that the facts tell of; their order does not matter. */
export function postureOf(facts: readonly PostureFact[], config: Config): Posture {
  const places = placesOf(facts, config);
  const roles = facts.filter((fact) => fact.is === 'role');
  const bound = new Set(facts.flatMap(boundRoles));
  const { identities, unknown } = readServiceAccounts(facts, places, config);
  const held = [...identities, ...roles.flatMap((role) => sharedBy(role, places))];
  const heldRoles = new Set(held.flatMap(({ resources }) => resources));
  return scorePosture({
    clusters: places.clusters,
    identities: [...held, ...facts.flatMap((fact) => keysOf(fact, held, places))],
    unknown: [...unknown, ...roles.flatMap((role) => unknownOf(role, bound, heldRoles, places))],
    judged: new Map(facts.map(({ key, judged }) => [key, judged])),
  });
}

/** Roles of which something else says who has them. */
function boundRoles(fact: PostureFact): readonly string[] {
  if (fact.is === 'association') return fact.roles ?? [];
  return fact.is === 'nodes' ? [fact.role] : [];
}

/** The node role, or one behind it, that all pods of the nodes share: one identity for each cluster. */
function sharedBy(role: RoleFact, places: Places): readonly WorkloadIdentity[] {
  const { key, account, name, nodeRights, legacyCallers } = role;
  const identity = { kind: 'role', name, also: [], ...grantOf(key) } as const;
  const inEach = (roles: readonly string[], method: 'node-role' | 'legacy') => {
    const found = places.ofNodes(roles);
    return (found.length > 0 ? found : [nowhere(account)]).map((place) => ({
      ...place,
      ...identity,
      method,
    }));
  };
  return [
    ...(nodeRights === 'more' ? inEach([key], 'node-role') : []),
    ...(legacyCallers === null ? [] : inEach(legacyCallers, 'legacy')),
  ];
}

function keysOf(
  fact: PostureFact,
  held: readonly WorkloadIdentity[],
  places: Places,
): readonly WorkloadIdentity[] {
  if (fact.is !== 'key') return [];
  const { key, account, keyId: name, maker } = fact;
  const makers = maker === null ? [] : held.filter(({ resources }) => resources.includes(maker));
  const found = new Map(
    [...makers, ...places.ofNodes(maker === null ? [] : [maker])].map(({ account: of, cluster, issuer }) => [
      `${of} ${cluster} ${issuer}`,
      { account: of, cluster, issuer },
    ]),
  );
  const [only = nowhere(account), another] = found.values();
  const place = another === undefined ? only : nowhere(account);
  return [{ ...place, kind: 'key', name, method: 'static-key', also: [], ...grantOf(key) }];
}

/** Of an identity that is its own grant. */
function grantOf(key: string): Pick<WorkloadIdentity, 'resources' | 'unknown' | 'grants'> {
  const own = { resources: [key], unknown: [] };
  return { ...own, grants: [{ key, ...own }] };
}

function unknownOf(
  role: RoleFact,
  bound: ReadonlySet<string>,
  held: ReadonlySet<string>,
  places: Places,
): readonly UnknownIdentity[] {
  const { key, account, name, known, told, reserved, unsure, configured, nodeRights } = role;
  const as = (because: string, place = nowhere(account)) => ({ ...place, name, because });
  const found = nodeRights === 'undecided' ? places.ofNodes([key]) : [];
  const ofNodes = found.map((place) => as('node-role: whether it has more rights than nodes need', place));
  if (!known && (reserved || bound.has(key) || held.has(key))) return ofNodes;
  if (!known && told) return [...ofNodes, as(unsure.join('; '))];
  if (known && unsure.length > 0) return [...ofNodes, as(`who else gets it: ${unsure.join('; ')}`)];
  return configured && !held.has(key)
    ? [...ofNodes, as('podRoles of the configuration: nothing tells which pods')]
    : ofNodes;
}
