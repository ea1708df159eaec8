import { canonicalJson, fargateProfileKey, type SetMembers } from '@podguard/core';
import { defineMapper, put } from '../mapper.ts';
import { first, list, type Place, places, text, within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const createFargateProfile = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateFargateProfile',
  group: 'default',
  regional: true,
  kinds: ['eks-fargate-profile'],
  toChanges(call) {
    const answered = within(call.response, 'fargateProfile');
    const names = ownedNames(call, answered, 'fargateProfileName');
    const key = keyOfOwned(call, fargateProfileKey, names);
    if (key === undefined) return { missing: 'Fargate profile' };
    const arn = text(answered, 'fargateProfileArn') ?? undefined;
    const fields = {
      arn,
      profileName: names.name,
      clusterName: names.clusterName,
      podExecutionRoleArn:
        first((place) => text(place, 'podExecutionRoleArn'), answered, call.request) ?? undefined,
    };
    const sets = { selectors: first(selectors, answered, call.request) ?? null };
    return [put(call, 'eks-fargate-profile', key, { creates: true, uniqueId: arn, fields, sets })];
  },
});

/** A namespace can be selected several times: without labels once is enough, else the labels of each are a list. */
function selectors(place: Place): SetMembers | null | undefined {
  const written = list(place, 'selectors');
  if (!written) return written;
  const byNamespace = new Map<string, readonly string[]>();
  for (const selector of places(place, 'selectors')) {
    const [namespace, labels] = [text(selector, 'namespace'), within(selector, 'labels')];
    if (!namespace || labels === undefined) return undefined;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), canonicalJson(labels ?? {})]);
  }
  if (places(place, 'selectors').length < written.length) return undefined;
  return Object.fromEntries([...byNamespace].map(([namespace, labels]) => [namespace, either(labels)]));
}

function either(labels: readonly string[]): string {
  const distinct = [...new Set(labels)].sort();
  if (distinct.includes('{}')) return '{}';
  return distinct.length === 1 ? distinct.join() : `[${distinct.join()}]`;
}
