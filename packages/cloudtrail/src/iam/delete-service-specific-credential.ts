import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { credentialOwner } from './service-credential.ts';

export const deleteServiceSpecificCredential = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteServiceSpecificCredential',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const key = credentialOwner(call);
    if (key === undefined) return { missing: 'user' };
    const id = text(call.request, 'serviceSpecificCredentialId');
    if (!id) return { missing: 'credential' };
    return [patch(call, 'iam-user', key, { sets: { serviceCredentials: { [id]: null } } })];
  },
});
