import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { credentialOwner, credentialStatus } from './service-credential.ts';

export const updateServiceSpecificCredential = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateServiceSpecificCredential',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const key = credentialOwner(call);
    if (key === undefined) return { missing: 'user' };
    const id = text(call.request, 'serviceSpecificCredentialId');
    if (!id) return { missing: 'credential' };
    const serviceCredentials = { [id]: credentialStatus(call.request) };
    return [patch(call, 'iam-user', key, { sets: { serviceCredentials } })];
  },
});
