import type { Call } from '../mapper.ts';
import { first, text } from '../parameters.ts';
import { functionArn } from './function-arn.ts';

/** The function that a mapping feeds, or where the record names none the mapping itself, whose ARN says no name. */
export function mappedPart(
  call: Call,
): { readonly arn: string; readonly mapping: string | undefined } | undefined {
  const mapping = first((place) => text(place, 'uuid'), call.response, call.request) ?? undefined;
  const fed = functionArn(call);
  if (fed !== undefined) return { arn: fed, mapping };
  if (mapping === undefined) return undefined;
  const arn = `arn:${call.partition}:lambda:${call.region}:${call.account}:event-source-mapping:${mapping}`;
  return { arn, mapping };
}
