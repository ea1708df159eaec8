import type { JsonObject, JsonValue } from '@podguard/core';
import { type Call, DAY, toRecord } from '../../../scripts/samples/call.ts';
import type { Caller } from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';

type Untimed = Omit<Call, 'at'>;

/** A call, so many seconds after the one before. */
export interface Step {
  readonly after: number;
  readonly call: Untimed;
}

/** Something that people or services do, with all the calls that it takes; `n` is its own number, to name things by. */
export type Operation = (n: number, random: Random) => readonly Step[];

/** What a builder needs in the place of a time that is not known yet. */
export const SOME_TIME = '06:00:00';

/** Of one run of a tool: some calls share a second. */
export function run(random: Random, ...calls: readonly Untimed[]): readonly Step[] {
  return calls.map((call) => ({ after: random.pick([0, 0, 1, 1, 2, 7]), call }));
}

export function later(seconds: number, steps: readonly Step[]): readonly Step[] {
  return steps.map((step, index) => (index === 0 ? { ...step, after: step.after + seconds } : step));
}

export function call(
  by: Caller,
  source: string,
  name: string,
  request: JsonValue,
  response: JsonValue = null,
): Untimed {
  return { by, source, name, request, response };
}

/** Calls of newer services of EC2 are wrapped. */
export function wrapped(by: Caller, name: string, request: JsonObject, response: JsonObject): Untimed {
  return call(by, 'ec2', name, { [`${name}Request`]: request }, { [`${name}Response`]: response });
}

const LAST_SECOND = 24 * 3600 - 1;

/** The records of an operation that begins in some second of the day, in the order in which they happened. */
export function recordsOf(steps: readonly Step[], start: number, random: Random): readonly JsonObject[] {
  let second = start;
  return steps.map(({ after, call: untimed }) => {
    second = Math.min(second + after, LAST_SECOND);
    const at = new Date(Date.parse(`${DAY}T00:00:00Z`) + second * 1000).toISOString().slice(11, 19);
    return toRecord({ ...untimed, at }, random);
  });
}
