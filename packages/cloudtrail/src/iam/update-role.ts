import { defineMapper, patch } from '../mapper.ts';
import { integer } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const updateRole = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateRole',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    // A call without one sets it to an hour, AWS writes in CreateRole's words; no record shows that one for the
    // description alone does: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
    const maxSessionDuration = integer(call.request, 'maxSessionDuration') ?? undefined;
    return [patch(call, 'iam-role', key, { fields: { maxSessionDuration } })];
  },
});
