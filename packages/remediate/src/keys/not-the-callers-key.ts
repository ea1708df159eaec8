import { partitionOf, type Resource, roleKeyFromArn, userKey, userKeyFromArn } from '@podguard/core';
import type { Guard } from '../guard.ts';

/** Long-lived; those of sessions begin with ASIA: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const LONG_LIVED = /^AKIA/;

/** Who takes away the key by which it acts can neither verify nor undo. */
export const notTheCallersKey: Guard = {
  id: 'not-the-callers-key',
  title: 'It is not the access key by which podguard itself calls',
  check({ target, principal, callerKey }) {
    const key = target as Resource<'access-key'> | undefined;
    if (key === undefined) return { ok: false, unanswerable: true, reason: 'the key is not known' };
    const { keyId, userName } = key.state;
    if (typeof keyId !== 'string')
      return { ok: false, unanswerable: true, reason: 'the id of the key is not known' };
    if (keyId === callerKey)
      return { ok: false, reason: 'podguard itself calls by this key: use other credentials' };
    // A user's session hangs on the key that it was got by; with a long-lived key of its own the other may go.
    if (callerKey !== undefined && LONG_LIVED.test(callerKey)) return { ok: true };
    if (principal === undefined)
      return { ok: false, unanswerable: true, reason: 'by which principal podguard calls is not known' };
    if (roleKeyFromArn(principal) !== undefined) return { ok: true };
    if (typeof userName !== 'string')
      return { ok: false, unanswerable: true, reason: 'whose key it is is not known' };
    const user = userKey(partitionOf(key.region), key.account, userName);
    return (userKeyFromArn(principal) ?? principal) === user
      ? { ok: false, reason: `podguard itself calls as ${userName}, by which of the keys is not known` }
      : { ok: true };
  },
};
