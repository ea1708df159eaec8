/** What somebody did, or asked for and was refused, from a chat. */
export interface PersonAction {
  /** The same request has the same id. */
  readonly id: string;
  /** When it was asked for: ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly kind: 'acknowledge' | 'exempt' | 'approve' | 'reject';
  readonly finding: string;
  readonly rule: string;
  readonly key: string;
  /** Of `approve` and `reject`: which one. */
  readonly remediation?: string;
  readonly outcome: 'done' | 'nothing-to-do' | 'refused';
  /** What came of it, or why nothing did. */
  readonly note: string;
  /** Whether whoever asked has been told. */
  readonly told: boolean;
}

/** Who it is, however they are called: of `noor (slack U0123456789)` the id, which nobody can choose; of others all of it. */
export function personKey(by: string): string {
  return slackPerson(by) ?? by;
}

function slackPerson(by: string): string | undefined {
  return /\(slack [A-Z0-9]+\)$/.exec(by)?.[0];
}

type Kind = 'slack' | 'identity-center' | 'iam-user' | 'shared' | 'other';

/**
 * How somebody approved. One person may have one identity of each kind, and may assume any number of roles: so roles, federated
 * users and root are nobody's for sure.
 */
function kindOf(by: string): Kind {
  if (slackPerson(by) !== undefined) return 'slack';
  if (by.endsWith(' (IAM Identity Center)')) return 'identity-center';
  if (/^arn:[^:]*:iam::\d*:user\//.test(by)) return 'iam-user';
  return /^(?:arn:|a federated user )/.test(by) ? 'shared' : 'other';
}

/** So many different people these are for sure: whether two of different kinds are the same nobody can tell. */
export function countPeople(approvals: readonly { readonly by: string }[]): number {
  const people = new Map<Kind, Set<string>>();
  for (const { by } of approvals) {
    const kind = kindOf(by);
    const ofKind = people.get(kind) ?? new Set();
    people.set(kind, ofKind.add(kind === 'shared' ? kind : personKey(by)));
  }
  return Math.max(0, ...[...people.values()].map(({ size }) => size));
}

/** Whether more approved than are different people for sure. */
export function mayBeOnePerson(approvals: readonly { readonly by: string }[]): boolean {
  return new Set(approvals.map(({ by }) => personKey(by))).size > countPeople(approvals);
}

export const ACTIONS_KEPT_DAYS = 400;
