import type { TargetKind } from './targets.ts';

/** A publicly known way to more rights. */
export interface EscalationPath {
  /** Its public name: the permissions it takes. */
  readonly name: string;
  readonly source: string;
  readonly summary: string;
  /** In its place where the holder is denied to assume roles. */
  readonly summaryUnassuming?: string;
  readonly target: TargetKind;
  /**
   * `rights`: the holder gets what the target may do, so that a target that may do little is worth little. `edit`: the
   * target gets what the holder likes, which is worth something where the holder has or is the target. `takeover`:
   * both, so that any target will do.
   */
  readonly gains: 'rights' | 'edit' | 'takeover';
  /** All of them on the same target. */
  readonly actions: readonly string[];
  /** Each of them on something. */
  readonly supports: readonly { readonly action: string; readonly target: TargetKind }[];
  /** The services to one of which a role has to be passed; empty where none is. */
  readonly passedTo: readonly string[];
  /**
   * What, besides the permissions, has to be so: the target's trust policy (`trust`), or that something already runs
   * with more rights (`workload`).
   */
  readonly depends: 'nothing' | 'trust' | 'workload';
}
