import { accessKeyKey, userKey } from '@podguard/core';
import { type Call, defineMapper, patch, put } from '../mapper.ts';
import { moment, oneOf, text, within } from '../parameters.ts';
import { type KeyOwner, keyOwner } from './key-owner.ts';

export const createAccessKey = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateAccessKey',
  group: 'default',
  regional: false,
  kinds: ['access-key', 'iam-user'],
  toChanges(call) {
    const made = within(call.response, 'accessKey');
    const keyId = text(made, 'accessKeyId');
    if (!keyId) return { missing: 'access key' };
    const owner = withAnswer(keyOwner(call), text(made, 'userName'), call);
    const { principal } = call.cause.actor;
    const fields = {
      keyId,
      createdAt: moment(made, 'createDate') ?? call.record.eventTime,
      lastUsedAt: undefined,
      readAt: undefined,
      ...owner,
      status: oneOf(made, ['Active', 'Inactive', 'Expired'], 'status') ?? undefined,
      creator: principal === 'unknown' ? undefined : principal,
      creatorSession: call.cause.actor.session ?? null,
      createdByOwner: isOwn(call, owner),
    };
    const key = accessKeyKey(call.account, keyId);
    const { userName } = owner;
    return [
      put(call, 'access-key', key, { creates: true, fields, sets: {} }),
      // So that its user is judged by its keys, whoever made it and when.
      ...(userName ? [patch(call, 'iam-user', userKey(call.partition, call.account, userName), {})] : []),
    ];
  },
});

/** Only root can make root's keys, so that whoever else made one made it for the user that the answer names. */
function withAnswer(owner: KeyOwner, answered: string | null | undefined, call: Call): KeyOwner {
  if (owner.ofRoot === true || !answered) return owner;
  const { type } = call.cause.actor;
  return { userName: answered, ofRoot: type === 'root' || type === 'unknown' ? owner.ofRoot : false };
}

function isOwn(call: Call, owner: KeyOwner): boolean | undefined {
  if (owner.ofRoot === true) return true;
  const { type, account } = call.cause.actor;
  if (type === 'unknown' || owner.ofRoot === undefined || !owner.userName) return undefined;
  if (type !== 'user' || (account !== undefined && account !== call.account)) return false;
  const caller = text(call.record.userIdentity, 'userName');
  return caller ? caller === owner.userName : undefined;
}
