import type { ContextValue } from '../../evaluate/request.ts';
import type { Outcome } from '../../outcome.ts';
import type { Condition, Policy, PolicyVersion } from '../../policy.ts';
import { answer } from '../condition-set.ts';

/** There is no clock here, but it is later than this. */
export const EARLIEST = '2026-01-01T00:00:00Z';
const LATEST = '9999-12-31T00:00:00Z';

const seconds = (time: string): string => String(Date.parse(time) / 1000);

/**
 * The time of a request, the first and the last that can be.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime
 */
const TIMES: Readonly<Record<string, readonly [string, string]>> = {
  'aws:currenttime': [EARLIEST, LATEST],
  'aws:epochtime': [seconds(EARLIEST), seconds(LATEST)],
};

const ORDERED = /^(Date|Numeric)(LessThan|GreaterThan)(Equals)?$/;

/**
 * Whether a condition on the time of the request holds whenever one is made: what holds of the first time and of the last
 * does of those between. Null for other conditions.
 */
export function whenever(condition: Condition, version: PolicyVersion): Outcome | null {
  const times = TIMES[condition.lowerKey];
  if (times === undefined) return null;
  if (condition.operator === 'Null') return answer(condition, version, [times[0]]);
  if (!ORDERED.test(condition.operator)) return 'unknown';
  const [first, last] = times.map((time) => answer(condition, version, [time]));
  return first === last ? first! : 'unknown';
}

/** The time in a request of a policy that asks for it. */
export function timeOf(policy: Policy): Readonly<Record<string, ContextValue>> {
  const keys = policy.statements.flatMap(({ conditions }) => conditions.map(({ lowerKey }) => lowerKey));
  const asked = Object.entries(TIMES).filter(([key]) => keys.includes(key));
  return Object.fromEntries(asked.map(([key, [first]]) => [key, [first]]));
}

/** The same policy without what the time decides whenever a request is made: conditions that always hold, statements that never match. */
export function outOfTime(policy: Policy): Policy {
  if (!policy.statements.some(({ conditions }) => conditions.some(isTimed))) return policy;
  const holds = (condition: Condition): Outcome | null => whenever(condition, policy.version);
  return {
    ...policy,
    statements: policy.statements
      .filter(({ conditions }) => !conditions.some((condition) => holds(condition) === 'no'))
      .map((statement) => ({
        ...statement,
        conditions: statement.conditions.filter((condition) => holds(condition) !== 'yes'),
      })),
  };
}

function isTimed({ lowerKey }: Condition): boolean {
  return lowerKey in TIMES;
}
