import { type Config, type Item, owningClusterKey, presentViews, roleKeyFromArn } from '@podguard/core';
import { INSTANCE_ENTRIES } from '../shared/node-role.ts';
import type { PostureFact } from './facts.ts';
import { judgedOf, openRules } from './judged.ts';
import { readRole } from './read-role.ts';

/** What a stored resource tells of workload identities, by itself; null where it tells nothing of any. */
export function readPostureFact(item: Item, config: Config): PostureFact | null {
  const { key, account, kind } = item;
  const fact = { key, account, judged: judgedOf(item) };
  if (kind === 'eks-cluster') {
    const issuer = textOf(presentViews<'eks-cluster'>(item).map(({ state }) => state.issuer));
    return { ...fact, is: 'cluster', issuer, present: item.present };
  }
  if (!item.present) return kind === 'oidc-provider' ? { ...fact, is: 'gone-provider' } : null;
  switch (kind) {
    case 'eks-nodegroup':
    case 'access-entry': {
      const role = kind === 'eks-nodegroup' ? groupRole(item) : entryRole(item);
      return role === null ? null : { ...fact, is: 'nodes', cluster: owningClusterKey(key), role };
    }
    case 'pod-identity-association':
      return { ...fact, is: 'association', ...readAssociation(item) };
    case 'iam-role':
      return { ...fact, is: 'role', ...readRole(item, config) };
    case 'access-key': {
      const made = openRules(item).includes('static-key-created-by-workload');
      if (!made && !openRules(item).includes('static-key-used-from-cluster')) return null;
      return { ...fact, is: 'key', keyId: key.slice(key.indexOf('/') + 1), maker: made ? maker(item) : null };
    }
    default:
      return null;
  }
}

function groupRole(item: Item): string | null {
  return roleKeyOf(textOf(presentViews<'eks-nodegroup'>(item).map(({ state }) => state.nodeRole)));
}

function entryRole(item: Item): string | null {
  const entries = presentViews<'access-entry'>(item).map(({ state }) => state);
  const ofNodes = entries.filter(({ type }) => INSTANCE_ENTRIES.includes(type ?? ''));
  return roleKeyOf(textOf(ofNodes.map(({ principalArn }) => principalArn)));
}

function maker(item: Item): string | null {
  return roleKeyOf(textOf(presentViews<'access-key'>(item).map(({ state }) => state.creator)));
}

function readAssociation(item: Item) {
  const states = presentViews<'pod-identity-association'>(item).map(({ state }) => state);
  const roles = states.map(({ roleArn }) => roleKeyOf(roleArn));
  const targets = states.flatMap(({ targetRoleArn }) => roleKeyOf(targetRoleArn) ?? []);
  return {
    cluster: owningClusterKey(item.key),
    namespace: textOf(states.map(({ namespace }) => namespace)),
    serviceAccount: textOf(states.map(({ serviceAccount }) => serviceAccount)),
    roles: roles.includes(null) ? null : [...new Set([...roles, ...targets])].filter((role) => role !== null),
    chained: targets.length > 0,
  };
}

/** The first that is known. */
function textOf(values: readonly (string | null | undefined)[]): string | null {
  return values.find((value) => typeof value === 'string') ?? null;
}

function roleKeyOf(arn: string | null | undefined): string | null {
  return typeof arn === 'string' ? (roleKeyFromArn(arn) ?? null) : null;
}
