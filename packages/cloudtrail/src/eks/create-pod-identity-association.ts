import { defineMapper, put } from '../mapper.ts';
import { answeredAssociation, associationFields, associationTags, keyOfAssociation } from './association.ts';

export const createPodIdentityAssociation = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreatePodIdentityAssociation',
  group: 'default',
  regional: true,
  kinds: ['pod-identity-association'],
  toChanges(call) {
    const key = keyOfAssociation(call);
    if (key === undefined) return { missing: 'association' };
    const answered = answeredAssociation(call);
    const fields = associationFields(call, answered, call.request);
    const sets = associationTags(answered, call.request);
    return [put(call, 'pod-identity-association', key, { creates: true, fields, sets })];
  },
});
