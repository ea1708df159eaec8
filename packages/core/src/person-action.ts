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

/** So many different people these are for sure: whether one of Slack and one of AWS are the same nobody can tell. */
export function countPeople(approvals: readonly { readonly by: string }[]): number {
  const inSlack = new Set(approvals.flatMap(({ by }) => slackPerson(by) ?? []));
  return Math.max(inSlack.size, new Set(approvals.map(({ by }) => personKey(by))).size - inSlack.size);
}

/** Whether some approved in Slack and others by command. */
export function isOfTwoWays(approvals: readonly { readonly by: string }[]): boolean {
  const inSlack = approvals.filter(({ by }) => slackPerson(by) !== undefined).length;
  return inSlack > 0 && inSlack < approvals.length;
}

export const ACTIONS_KEPT_DAYS = 400;
