import { defineMapper, patch } from '../mapper.ts';
import { keyOfAssociated } from './profile-association.ts';

export const disassociateIamInstanceProfile = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'DisassociateIamInstanceProfile',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const key = keyOfAssociated(call);
    if (key === undefined) return { missing: 'instance' };
    return [patch(call, 'ec2-instance', key, { fields: { profileArn: null } })];
  },
});
