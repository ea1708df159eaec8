import { instanceKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';

/** The association of an instance profile that an answer holds. */
export function answeredAssociation(call: Call): Place {
  return within(call.response, 'iamInstanceProfileAssociation');
}

/** The key of the instance: to replace or to end an association the request names the association only. */
export function keyOfAssociated(call: Call): string | undefined {
  const id = first((place) => text(place, 'instanceId'), answeredAssociation(call), call.request);
  return id ? instanceKey(call.partition, call.region, call.account, id) : undefined;
}
