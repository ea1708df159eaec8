import type { Remediation } from '@podguard/core';
import type { repairing } from './repairing.ts';

type Over = ReturnType<typeof repairing>;

/** How the account, read now, is otherwise than the remediation says. */
export async function unequal({ reads }: Over, one: Remediation, name: string): Promise<readonly string[]> {
  const read = await reads.read(one.key);
  if (read.outcome !== 'read') return [`${name}: ${one.key} cannot be read: ${read.reason}`];
  const told = read.told.flatMap((change) => ('fields' in change ? Object.entries(change.fields) : []));
  const now = Object.fromEntries(
    told.map(([field, register]) => [field, 'value' in register ? register.value : undefined]),
  );
  const fields = one.plan?.fields ?? [];
  const sides = fields.map(({ name: field, before, after }) => {
    if (now[field] === after) return 'after';
    return now[field] === before ? 'before' : `${field} is ${JSON.stringify(now[field])}`;
  });
  const is = sides.every((side) => side === sides[0]) ? sides[0] : 'between';
  const says =
    one.status === 'verified' ? 'after' : one.applied?.unchanged === undefined ? 'between' : 'before';
  return is === says ? [] : [`${name} says that the account is ${says}, and it is ${sides.join(', ')}`];
}
