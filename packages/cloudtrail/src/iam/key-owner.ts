import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** Whose access key a call is about; `undefined` where the record does not say. */
export interface KeyOwner {
  /** `null` for root, which has no user name. */
  readonly userName: string | null | undefined;
  readonly ofRoot: boolean | undefined;
}

/**
 * Without a user name in the request the key is the caller's own, and the request is `null` where that was all it could have held.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export function keyOwner(call: Call): KeyOwner {
  const named = call.record.requestParameters === null ? null : text(call.request, 'userName');
  if (named) return { userName: named, ofRoot: false };
  const { type } = call.cause.actor;
  if (named === null && type === 'root') return { userName: null, ofRoot: true };
  if (named === null && type === 'user') {
    return { userName: text(call.record.userIdentity, 'userName') ?? undefined, ofRoot: false };
  }
  return { userName: undefined, ofRoot: undefined };
}
