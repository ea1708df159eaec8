import { parseArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** The trail that a call is about: by name only in the region where it was made, by ARN anywhere. */
export function trailOf(call: Call): { readonly arn: string; readonly name: string } | undefined {
  const named = text(call.response, 'trailARN') ?? text(call.request, 'name', 'trailName');
  if (!named) return undefined;
  const resource = parseArn(named)?.resource;
  if (resource !== undefined) return { arn: named, name: resource.replace(/^trail\//, '') };
  return {
    arn: `arn:${call.partition}:cloudtrail:${call.region}:${call.account}:trail/${named}`,
    name: named,
  };
}
