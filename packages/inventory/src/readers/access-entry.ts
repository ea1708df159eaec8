import type { AssociatedAccessPolicy } from '@aws-sdk/client-eks';
import { accessEntryKey, type SetMembers } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { members, namesIn } from '../answers.ts';
import type { Clients } from '../clients.ts';
import { isNamed } from '../fault.ts';
import { must } from '../must.ts';
import { defineReader, type Told } from '../reader.ts';
import { isWithoutEntries } from '../without-entries.ts';

export const accessEntry = defineReader({
  name: 'access-entry',
  kind: 'access-entry',
  actions: ['eks:DescribeAccessEntry', 'eks:ListAccessEntries', 'eks:ListAssociatedAccessPolicies'],
  target(key) {
    const found = namesIn(key, 'eks', 'access-entry');
    const [clusterName, ...principal] = found?.names ?? [];
    return found && clusterName && principal.length > 0
      ? { region: found.region, clusterName, principal: principal.join('/'), key }
      : undefined;
  },
  async ask({ region, clusterName, principal, key }, { clients, signal: abortSignal }) {
    const api = await clients.eks(region);
    // The key's principal is the entry's where it has no path.
    const told = await toldEntry(api, { clusterName, principalArn: principal }, abortSignal);
    if (told !== null) return told;
    const principalArn = await principalOf(api, clusterName, key, abortSignal);
    return principalArn === undefined ? null : toldEntry(api, { clusterName, principalArn }, abortSignal);
  },
});

type Eks = Awaited<ReturnType<Clients['eks']>>;

/** By its principal's ARN as it is, with the path. */
export async function toldEntry(
  { sdk, client }: Eks,
  entry: { readonly clusterName: string; readonly principalArn: string },
  abortSignal: AbortSignal,
): Promise<Told<'access-entry'> | null> {
  const answer = await client.send(new sdk.DescribeAccessEntryCommand(entry), { abortSignal }).catch(none);
  if (answer === null) return null;
  const found = must(answer.accessEntry, 'access entry');
  const principalArn = must(found.principalArn, 'principal');
  const policies = await allPages(
    sdk.paginateListAssociatedAccessPolicies({ client }, { ...entry, principalArn }, { abortSignal }),
    ({ associatedAccessPolicies }) => associatedAccessPolicies,
  );
  return {
    fields: {
      clusterName: found.clusterName,
      principalArn,
      type: found.type,
      username: found.username,
      granted: undefined,
    },
    sets: { policies: scopes(policies), groups: members(found.kubernetesGroups) },
  };
}

/** Where AWS says that there is none. */
function none(error: unknown): null {
  if (isNamed(error, 'ResourceNotFoundException') || isWithoutEntries(error)) return null;
  throw error;
}

/** With its path, which is no part of the key; a cluster that is not there has no entries. */
async function principalOf(
  { sdk, client }: Eks,
  clusterName: string,
  key: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const pages = sdk.paginateListAccessEntries({ client, pageSize: 100 }, { clusterName }, { abortSignal });
  const entries = await allPages(pages, ({ accessEntries }) => accessEntries).catch(none);
  const { partition, region, account } = must(namesIn(key, 'eks', 'access-entry'), 'key');
  return entries?.find((arn) => accessEntryKey(partition, region, account, clusterName, arn) === key);
}

function scopes(policies: readonly AssociatedAccessPolicy[]): SetMembers | null {
  const scoped = policies.map(({ policyArn, accessScope }) => [policyArn, scopeOf(accessScope) ?? true]);
  return scoped.some(([arn]) => arn === undefined) ? null : Object.fromEntries(scoped);
}

/** `cluster`, or `namespace:` and the namespaces. */
function scopeOf(scope: AssociatedAccessPolicy['accessScope']): string | undefined {
  if (scope?.type !== 'namespace') return scope?.type;
  const namespaces = scope.namespaces ?? [];
  return namespaces.length > 0 ? `namespace:${[...new Set(namespaces)].sort().join()}` : undefined;
}
