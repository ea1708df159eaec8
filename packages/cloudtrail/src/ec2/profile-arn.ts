import { instanceProfileKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';

/** The ARN of the instance profile that the first of these places names. One named without its path gets the ARN without one. */
export function profileArn(call: Call, ...from: readonly Place[]): string | null | undefined {
  const profile = (member: string) => (place: Place) => text(within(place, 'iamInstanceProfile'), member);
  const arn = first(profile('arn'), ...from);
  if (arn !== null) return arn;
  const name = first(profile('name'), ...from);
  return name ? instanceProfileKey(call.partition, call.account, name) : name;
}
