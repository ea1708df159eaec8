import type { Segment } from './json-path.ts';
import type { DocumentKind, RoleFacts } from './policy-document.ts';

/** A document as a file holds it: by itself, or within an answer of the AWS CLI. */
export interface HeldDocument {
  readonly document: unknown;
  readonly place: readonly Segment[];
  readonly role: RoleFacts;
  readonly policyName: string | null;
  /** Where the answer says which it is. */
  readonly kind?: DocumentKind;
  /** The ARN of the managed policy whose document it is: it belongs to the roles that have it attached. */
  readonly managed?: string;
}
