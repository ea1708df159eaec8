import { userKey } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';

export const createUser = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateUser',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const user = within(call.response, 'user');
    const name = first((place) => text(place, 'userName'), user, call.request);
    if (!name) return { missing: 'user' };
    const userId = text(user, 'userId') ?? undefined;
    return [
      put(call, 'iam-user', userKey(call.partition, call.account, name), {
        creates: true,
        uniqueId: userId,
        fields: { arn: text(user, 'arn') ?? builtArn(call, name), userId },
        sets: { policies: {}, serviceCredentials: {} },
      }),
    ];
  },
});

/** Without a path in the request it is `/`: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
function builtArn(call: Call, name: string): string | undefined {
  const path = text(call.request, 'path');
  return path === undefined
    ? undefined
    : `arn:${call.partition}:iam::${call.account}:user${path ?? '/'}${name}`;
}
