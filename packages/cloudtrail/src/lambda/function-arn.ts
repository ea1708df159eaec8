import { parseArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/**
 * The ARN, without a version or alias, of the function that a call is about: a request names it, or gives its ARN or the end of
 * that. Source: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export function functionArn(call: Call): string | undefined {
  const named = text(call.response, 'functionArn') ?? text(call.request, 'functionName');
  if (!named) return undefined;
  const arn = parseArn(named);
  const parts = (arn?.resource ?? named).split(':');
  const isPartial = parts[1] === 'function' && parts.length > 2;
  const account = arn?.account ?? (isPartial ? parts[0] : call.account);
  const name = arn ? parts[1] : parts[isPartial ? 2 : 0];
  if (!name || (arn !== undefined && parts[0] !== 'function')) return undefined;
  return `arn:${arn?.partition ?? call.partition}:lambda:${arn?.region ?? call.region}:${account}:function:${name}`;
}
