import { defineMapper, put } from '../mapper.ts';
import { text, within } from '../parameters.ts';
import { requestedProfile } from './requested-profile.ts';

export const createInstanceProfile = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateInstanceProfile',
  group: 'default',
  regional: false,
  kinds: ['instance-profile'],
  toChanges(call) {
    const key = requestedProfile(call);
    if (key === undefined) return { missing: 'instance profile' };
    const profile = within(call.response, 'instanceProfile');
    return [
      put(call, 'instance-profile', key, {
        creates: true,
        uniqueId: text(profile, 'instanceProfileId'),
        fields: { arn: text(profile, 'arn') ?? undefined },
        sets: { roles: {} },
      }),
    ];
  },
});
