import { userKey } from '@podguard/core';
import { type Call, defineMapper, patch, put, remove } from '../mapper.ts';
import { text } from '../parameters.ts';

export const updateUser = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateUser',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const name = text(call.request, 'userName');
    if (!name) return { missing: 'user' };
    const newName = text(call.request, 'newUserName');
    const path = text(call.request, 'newPath');
    const key = userKey(call.partition, call.account, name);
    if (newName === null || newName === name) {
      return path === null
        ? []
        : [patch(call, 'iam-user', key, { fields: { arn: arnOf(call, path, name) } })];
    }
    const gone = remove(call, 'iam-user', key);
    return newName === undefined ? [gone] : [gone, renamed(call, path, newName)];
  },
});

/** The name's user until now, if any, was another one; what the renamed one has the record does not say. */
function renamed(call: Call, path: string | null | undefined, name: string) {
  return put(call, 'iam-user', userKey(call.partition, call.account, name), {
    creates: true,
    fields: { arn: arnOf(call, path, name), userId: undefined },
    sets: { policies: null, serviceCredentials: null },
  });
}

/** Without a new path it has the old one, which the record does not say. */
function arnOf(call: Call, path: string | null | undefined, name: string): string | undefined {
  return path ? `arn:${call.partition}:iam::${call.account}:user${path}${name}` : undefined;
}
