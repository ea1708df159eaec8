import type { JsonValue } from '@podguard/core';
import { type Call, patch } from './mapper.ts';
import type { Place } from './parameters.ts';

/** A part was changed or stopped. One that is deleted stays, with that as its last change: a rule has to see it. */
export function changedPart(call: Call, arn: string, detail: string | null | undefined) {
  const lastChange = call.record.eventName.replace(/\d{8}(v\d+)?$/, '');
  const who = [caller(call), ...(detail === null ? [] : [detail ?? '?'])].join(' ');
  return patch(call, 'platform-part', arn, {
    fields: { arn, lastChange, detail },
    sets: { changes: { [lastChange]: who } },
  });
}

/** Who set each of these parts of something, as members of its set `changes`. */
export function setBy(call: Call, ...parts: readonly string[]): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(parts.map((part) => [part, caller(call)]));
}

/** An ARN, a service's name, or `unknown`. */
function caller({ cause }: Call): string {
  return cause.actor.principal.replaceAll(' ', '');
}

/** What a request sets, beside that by which it names the part: `batchSize 10, enabled false, filterCriteria`. */
export function settings(request: Place, ...identity: readonly string[]): string | null | undefined {
  if (!request) return request;
  const told = Object.entries(request).filter(
    ([name, value]) => value !== null && !identity.includes(name.toLowerCase()),
  );
  const texts = told.map(([name, value]) =>
    typeof value === 'number' || typeof value === 'boolean' ? `${name} ${value}` : name,
  );
  return texts.length === 0 ? null : texts.sort().join(', ');
}
