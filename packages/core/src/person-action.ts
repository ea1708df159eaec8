/** What somebody did, or asked for and was refused, from a chat. */
export interface PersonAction {
  /** The same request has the same id. */
  readonly id: string;
  /** When it was asked for: ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly kind: 'acknowledge' | 'exempt';
  readonly finding: string;
  readonly rule: string;
  readonly key: string;
  readonly outcome: 'done' | 'nothing-to-do' | 'refused';
  /** What came of it, or why nothing did. */
  readonly note: string;
  /** Whether whoever asked has been told. */
  readonly told: boolean;
}

export const ACTIONS_KEPT_DAYS = 400;
