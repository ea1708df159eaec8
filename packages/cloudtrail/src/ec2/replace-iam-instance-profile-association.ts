import { defineMapper, patch } from '../mapper.ts';
import { profileArn } from './profile-arn.ts';
import { answeredAssociation, keyOfAssociated } from './profile-association.ts';

export const replaceIamInstanceProfileAssociation = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'ReplaceIamInstanceProfileAssociation',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const key = keyOfAssociated(call);
    if (key === undefined) return { missing: 'instance' };
    const arn = profileArn(call, answeredAssociation(call), call.request) ?? undefined;
    return [patch(call, 'ec2-instance', key, { fields: { profileArn: arn } })];
  },
});
