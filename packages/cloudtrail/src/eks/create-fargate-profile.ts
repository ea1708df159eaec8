import { fargateProfileKey, type SetMembers, selectorMembers } from '@podguard/core';
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

function selectors(place: Place): SetMembers | null | undefined {
  const written = list(place, 'selectors');
  if (!written) return written;
  const all = places(place, 'selectors').flatMap((selector) => {
    const [namespace, labels] = [text(selector, 'namespace'), within(selector, 'labels')];
    return !namespace || labels === undefined ? [] : [{ namespace, labels: labels ?? {} }];
  });
  return all.length < written.length ? undefined : selectorMembers(all);
}
