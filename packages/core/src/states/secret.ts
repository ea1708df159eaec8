/** A secret, or a parameter of Systems Manager; never its value. */
export interface Secret {
  readonly arn: string;
  readonly rotation: 'enabled' | 'disabled';
  readonly createdAt: string;
  readonly rotatedAt: string | null;
  /** When that was read of the account. */
  readonly readAt: string;
  readonly resourcePolicy: string | null;
}
