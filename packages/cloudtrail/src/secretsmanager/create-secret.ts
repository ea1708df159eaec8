import { defineMapper, put } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const createSecret = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'CreateSecret',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'name');
    if (secret === undefined) return { missing: 'secret' };
    return [
      put(call, 'secret', secret.key, {
        creates: true,
        // Its end differs from that of an earlier secret of this name.
        uniqueId: secret.arn,
        fields: {
          arn: secret.arn,
          // Only RotateSecret turns it on: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
          rotation: 'disabled',
          createdAt: call.record.eventTime,
          rotatedAt: null,
          readAt: undefined,
          resourcePolicy: null,
        },
        sets: {},
      }),
    ];
  },
});
