import { conditionOperators } from '../conditions/operators.ts';
import type { ContextValue } from '../evaluate/request.ts';
import type { Condition, Policy, Statement } from '../policy.ts';
import type { Keys } from './areas.ts';

/**
 * Whether whoever makes the request chooses the value: the region, tags of what is made, the name and the external id
 * of a session, a newer session in place of the one it has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function isChosen(lowerKey: string | null): boolean {
  return (
    lowerKey === 'aws:requestedregion' ||
    lowerKey === 'aws:tagkeys' ||
    lowerKey === 'sts:externalid' ||
    lowerKey === 'sts:rolesessionname' ||
    lowerKey === ISSUE_TIME ||
    (lowerKey?.startsWith('aws:requesttag/') ?? false)
  );
}

const ISSUE_TIME = 'aws:tokenissuetime';

/** A session that is newer than any date of a policy. */
const NEW_SESSION: ContextValue = ['9999-12-31T23:59:59Z'];

/** Values worth trying for the keys that the policies ask about: what they ask for, and none at all. */
export function choicesOf(policies: readonly Policy[]): readonly Keys[] {
  const wanted: Record<string, ContextValue> = {};
  const absent: Record<string, ContextValue> = { 'aws:tagkeys': 'absent' };
  for (const statement of policies.flatMap(({ statements }) => statements)) {
    for (const condition of statement.conditions.filter(({ lowerKey }) => isChosen(lowerKey))) {
      const { lowerKey } = condition;
      const newer = lowerKey === ISSUE_TIME ? NEW_SESSION : undefined;
      wanted[lowerKey] ??= newer ?? [suitable(statement, condition)];
      absent[lowerKey] = newer ?? 'absent';
    }
  }
  return [wanted, absent];
}

/** A value that an Allow takes, or that keeps a Deny from matching. */
function suitable({ effect }: Statement, { operator, values }: Condition): string {
  const negated = operator !== 'unknown' && operator !== 'Null' && conditionOperators[operator].negated;
  const named = operator !== 'Null' && (effect === 'Allow') !== negated;
  return (named ? values[0]?.value : undefined) ?? 'podguard-example';
}
