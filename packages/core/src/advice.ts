/** The methods that a migration leads to. */
export const MIGRATION_TARGETS = ['irsa', 'pod-identity'] as const;
export type MigrationTarget = (typeof MIGRATION_TARGETS)[number];

/** The methods that it starts from. */
export type MigrationSource = 'static-key' | 'node-role' | 'kube2iam' | MigrationTarget;

/** What is recommended for the case of one finding. */
export interface Advice {
  /** Null where the method stays, or none is meant. */
  readonly method: MigrationTarget | null;
  /** What to do, in one line. */
  readonly line: string;
  readonly why: readonly string[];
  /** What to do where the case is another one than it looks like. */
  readonly instead: readonly { readonly when: string; readonly line: string }[];
  /** The methods that there are steps to, of those that it speaks of. */
  readonly steps: readonly MigrationTarget[];
  readonly sources: readonly string[];
}

/** A file to write. */
export interface MigrationDocument {
  readonly name: string;
  readonly text: string;
}

export interface MigrationStep {
  readonly title: string;
  readonly text: readonly string[];
  readonly documents: readonly MigrationDocument[];
  readonly commands: readonly string[];
}

/** How to move what a finding is about to another method, written out for this very resource. */
export interface MigrationPlan {
  readonly from: MigrationSource;
  readonly to: MigrationTarget;
  readonly title: string;
  /** What the plan was made from: what is not known is a placeholder. */
  readonly fillIn: readonly { readonly name: string; readonly what: string }[];
  /** To know before the first step: what cannot be carried over, what is not known. */
  readonly notes: readonly string[];
  readonly steps: readonly MigrationStep[];
  readonly sources: readonly string[];
}
