import { defineMapper, remove } from '../mapper.ts';
import { keyOfAssociation } from './association.ts';

export const deletePodIdentityAssociation = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeletePodIdentityAssociation',
  group: 'default',
  regional: true,
  kinds: ['pod-identity-association'],
  toChanges(call) {
    const key = keyOfAssociation(call);
    return key === undefined ? { missing: 'association' } : [remove(call, 'pod-identity-association', key)];
  },
});
