import { accessKeyKey } from '@podguard/core';
import { defineMapper, patch } from '../mapper.ts';
import { oneOf, text } from '../parameters.ts';
import { keyOwner } from './key-owner.ts';

export const updateAccessKey = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateAccessKey',
  group: 'default',
  regional: false,
  kinds: ['access-key'],
  toChanges(call) {
    const keyId = text(call.request, 'accessKeyId');
    if (!keyId) return { missing: 'access key' };
    const status = oneOf(call.request, ['Active', 'Inactive', 'Expired'], 'status') ?? undefined;
    const { userName, ofRoot } = keyOwner(call);
    const fields = {
      keyId,
      status,
      ...(userName === undefined ? {} : { userName }),
      ...(ofRoot === undefined ? {} : { ofRoot }),
    };
    return [patch(call, 'access-key', accessKeyKey(call.account, keyId), { fields })];
  },
});
