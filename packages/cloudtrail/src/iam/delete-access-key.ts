import { accessKeyKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { text } from '../parameters.ts';

export const deleteAccessKey = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteAccessKey',
  group: 'default',
  regional: false,
  kinds: ['access-key'],
  toChanges(call) {
    const keyId = text(call.request, 'accessKeyId');
    return keyId
      ? [remove(call, 'access-key', accessKeyKey(call.account, keyId))]
      : { missing: 'access key' };
  },
});
