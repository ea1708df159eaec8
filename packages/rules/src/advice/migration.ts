import type { MigrationSource, MigrationStep } from '@podguard/core';
import type { Pod } from './pod.ts';
import type { RawTrust } from './trust-document.ts';

export interface Role {
  /** Whole, as commands take it; a placeholder where its path is not known. */
  readonly arn: string;
  /** The ARN without its path, as far as it is known: what tells the role's account. */
  readonly key: string;
  readonly name: string;
  /** Null: nothing is known of it; `new`: it is made by the plan. */
  readonly trust: RawTrust | 'new' | null;
}

/** What runs pods, as `kubectl` takes it: `deployment/api`. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  /** Whether `kubectl rollout restart` is for its kind. */
  readonly restarts: boolean;
}

/** A role, and who gets it by the new method. */
export interface Move {
  readonly role: Role;
  readonly pods: readonly Pod[];
  readonly workloads: readonly Workload[];
  /** ARNs of policies that a new role is given. */
  readonly policies: readonly string[];
  /** Whether the service accounts are there and the pods use them. */
  readonly inUse: boolean;
  /** The EKS add-on whose service account it is: EKS makes its association. */
  readonly addon: string | null;
}

/** A migration as its source sees it: what moves, and what is done before and after. */
export interface Migration {
  readonly from: MigrationSource;
  readonly title: string;
  readonly notes: readonly string[];
  readonly moves: readonly [Move, ...Move[]];
  readonly before: readonly MigrationStep[];
  /** What the pods themselves need to change; the restart is written by the target. */
  readonly inPods: readonly string[];
  /** What holds until the clean-up, and leads back. */
  readonly back: readonly string[];
  readonly after: readonly MigrationStep[];
  /** Of an existing role's trust policy: its principals that the old method needs, and what of it has to stay. */
  readonly oldWay: ((type: string, value: string) => boolean) | null;
  readonly staying: readonly Pod[];
  /** The pods have the role by the target's own method: nothing of it is made, changed, or taken back. */
  readonly isHeld?: boolean;
  /** What has to hold before the old way is shut, and the commands that tell. */
  readonly closeFirst?: { readonly text: readonly string[]; readonly commands: readonly string[] };
  /** What takes the place of changing and asking pods, where no pod runs with the service account. */
  readonly noPods?: { readonly change: MigrationStep; readonly verify: MigrationStep };
  readonly sources: readonly string[];
}

export function step(
  title: string,
  text: readonly string[],
  rest: Partial<Pick<MigrationStep, 'commands' | 'documents'>> = {},
): MigrationStep {
  return { title, text, documents: rest.documents ?? [], commands: rest.commands ?? [] };
}
