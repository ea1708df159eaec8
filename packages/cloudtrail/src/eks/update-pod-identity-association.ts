import { type Call, defineMapper, named, patch, put } from '../mapper.ts';
import { first, flag, isEmptied, type Place, policyText, text, within } from '../parameters.ts';
import {
  answeredAssociation,
  associationFields,
  associationTags,
  changedBy,
  keyOfAssociation,
} from './association.ts';

const WHOLE = ['clusterName', 'namespace', 'serviceAccount', 'roleArn', 'associationId'];

export const updatePodIdentityAssociation = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdatePodIdentityAssociation',
  group: 'default',
  regional: true,
  kinds: ['pod-identity-association'],
  toChanges(call) {
    const key = keyOfAssociation(call);
    if (key === undefined) return { missing: 'association' };
    const answered = answeredAssociation(call);
    if (WHOLE.every((name) => text(answered, name))) {
      const fields = associationFields(call, call.request, answered);
      // Without tags in the answer nothing is said of them: the call changes none.
      const { tags } = associationTags(answered);
      const sets = { tags: within(answered, 'tags') === null ? null : tags };
      return [put(call, 'pod-identity-association', key, { creates: false, fields, sets })];
    }
    return [patch(call, 'pod-identity-association', key, { fields: requestedFields(call, answered) })];
  },
});

/** What the call may have changed: what either names, all of it unknown where the request cannot be read. */
function requestedFields(call: Call, answered: Place) {
  const { request } = call;
  const either = <T>(read: (place: Place) => T | null | undefined) => first(read, answered, request);
  return {
    ...named({
      roleArn: either((place) => text(place, 'roleArn')),
      targetRoleArn: either((place) => text(place, 'targetRoleArn')),
      disableSessionTags: either((place) => flag(place, 'disableSessionTags')),
      policy: either((place) => policyText(place, 'policy')),
    }),
    ...(isEmptied(request, 'targetRoleArn') ? { targetRoleArn: null } : {}),
    ...(isEmptied(request, 'policy') ? { policy: null } : {}),
    changedBy: changedBy(call),
  };
}
