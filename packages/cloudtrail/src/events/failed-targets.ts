import type { Call } from '../mapper.ts';
import { integer, places, text } from '../parameters.ts';

/**
 * The targets for which a call that succeeded has failed; `undefined` where not all of them are named.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function failedTargets(call: Call): readonly string[] | undefined {
  const ids = places(call.response, 'failedEntries').flatMap((entry) => text(entry, 'targetId') ?? []);
  return ids.length < (integer(call.response, 'failedEntryCount') ?? 0) ? undefined : ids;
}
