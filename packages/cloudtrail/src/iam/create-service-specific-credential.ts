import { defineMapper, patch } from '../mapper.ts';
import { text, within } from '../parameters.ts';
import { credentialOwner, credentialStatus } from './service-credential.ts';

export const createServiceSpecificCredential = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateServiceSpecificCredential',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const key = credentialOwner(call);
    if (key === undefined) return { missing: 'user' };
    const made = within(call.response, 'serviceSpecificCredential');
    const id = text(made, 'serviceSpecificCredentialId');
    if (!id) return { missing: 'credential' };
    return [patch(call, 'iam-user', key, { sets: { serviceCredentials: { [id]: credentialStatus(made) } } })];
  },
});
