import { type Cause, type Remediation, roleKeyFromArn, userKeyFromArn } from '@podguard/core';

/** AWS stamps what we did by its own clock, in whole seconds. */
const CLOCKS_MS = 5_000;

/** Whether it was done by one of the service's principals, or by who applied or undid something then. A user agent proves nothing. */
export function wasOurs(cause: Cause, own: readonly string[], ofTarget: readonly Remediation[]): boolean {
  const by = principalKey(cause.actor.principal);
  if (own.some((principal) => principalKey(principal) === by)) return true;
  const at = Date.parse(cause.at);
  return ofTarget
    .flatMap(({ applied, undone }) => [applied, undone])
    .some((done) => done !== null && principalKey(done.principal) === by && isWithin(at, done));
}

function isWithin(at: number, { startedAt, endedAt }: NonNullable<Remediation['applied']>): boolean {
  const from = Math.floor(Date.parse(startedAt) / 1000) * 1000;
  const to = endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
  return at >= from - CLOCKS_MS && at <= to + CLOCKS_MS;
}

/** Names of roles and users are unique without their paths. */
export function principalKey(arn: string): string {
  return roleKeyFromArn(arn) ?? userKeyFromArn(arn) ?? arn;
}
