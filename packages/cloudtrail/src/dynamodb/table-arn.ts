import type { Call } from '../mapper.ts';
import { text, within } from '../parameters.ts';

/** A request names a table by its name or its ARN. */
export function tableArn(call: Call): string | undefined {
  const named =
    text(within(call.response, 'tableDescription'), 'tableArn') ?? text(call.request, 'tableName');
  if (!named) return undefined;
  return named.startsWith('arn:')
    ? named
    : `arn:${call.partition}:dynamodb:${call.region}:${call.account}:table/${named}`;
}
