import { policyKeyFromArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** All but the call that makes it name a policy by its ARN. */
export function requestedPolicy(call: Call): string | undefined {
  const arn = text(call.request, 'policyArn');
  return arn ? policyKeyFromArn(arn) : undefined;
}
