import type {
  Catalogue,
  Config,
  Engine,
  FindingContext,
  FoundField,
  JsonObject,
  Remediation,
  RemediationState,
  RemediationStep,
  RemediatorId,
  ServiceState,
  Store,
} from '@podguard/core';
import type { LiveRead } from '@podguard/inventory';
import type { Remediator } from './remediator.ts';

/** Calls AWS; the answer as plain data. Throws what AWS answers. */
export type Perform = (step: RemediationStep, remediation: string) => Promise<JsonObject>;

export interface RemediateDeps {
  readonly store: Store;
  readonly engine: Pick<Engine, 'apply'>;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly judgedWith: string;
  readonly context: () => Promise<FindingContext>;
  readonly remediations: RemediationState;
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark' | 'replaceMark'>;
  readonly remediators: readonly Remediator[];
  readonly account: string;
  /** The account as it is now; no pause after a refusal. */
  readonly read: (key: string) => Promise<LiveRead>;
  readonly perform: Perform;
  /** Whether the calls of a remediator may be made here: the service has the rights of those that its rules name, and no others. */
  readonly mayApply: (remediator: RemediatorId) => boolean;
  /** Who calls AWS here; and the principals of the service's own role, wherever it runs. */
  readonly principal: string;
  readonly own: readonly string[];
  /** The id of the access key by which AWS is called here, where that is known. */
  readonly callerKey?: string;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** Tells people what is new of it, once or more; what was told is kept after it. Null: another one's sweep tells it. */
  readonly tell: ((remediation: Remediation) => Promise<void>) | null;
}

/** A finding and the life of it that is meant. */
export interface FindingRef {
  readonly finding: string;
  readonly rule: string;
  readonly key: string;
  /** The event that opened that life; absent: the one that is open. */
  readonly opened?: string;
}

/** The use cases; each may be called again at any time, by anybody, and does nothing twice. */
export interface Remediating {
  /** What would be done, with the guards' answers; nothing is written. `refusal`: why there is no plan. */
  preview(ref: FindingRef, how: { readonly forced: boolean; readonly by: string }): Promise<Preview>;
  /** For a transition that was told, by its id, in the mode that is configured: records, proposes or applies. `again`: not before that time. */
  begin(ref: FindingRef & { readonly transition: string }): Promise<Begun>;
  /** Somebody asks for it by command: recorded with that approval, and applied where no other is needed. */
  request(
    ref: FindingRef,
    /** `planHash`: that of the plan that was shown; where it is given no other is applied. */
    how: { readonly forced: boolean; readonly by: string; readonly planHash?: string },
  ): Promise<Preview>;
  /** `asked`: when, of a request that may come again; what it did the first time is its outcome then, too. */
  approve(id: string, by: string, planHash: string, asked?: Date): Promise<Reviewed>;
  /** The same. */
  reject(id: string, by: string, note: string, asked?: Date): Promise<Reviewed>;
  /** Applies what is approved; finishes what was interrupted, without applying it again. */
  proceed(id: string): Promise<Remediation | undefined>;
  rollback(
    id: string,
    how: { readonly forced: boolean; readonly by: string; readonly dryRun: boolean },
  ): Promise<RolledBack>;
  /** Expires what is due, goes on with what lies, tells what is untold; for a clock to call. */
  sweep(how?: SweepHow): Promise<void>;
  /** Looks for changes by others between reading and writing; the time until which it should be asked again, or null. */
  watch(id: string): Promise<Date | null>;
}

/** Where whoever sweeps has not the time to apply one after another. */
export interface SweepHow {
  /** Takes what is approved, instead of it being applied here. */
  readonly handOn: (id: string) => Promise<unknown>;
  /** Whether there is time for one more: the others are for the next sweep. */
  readonly mayGoOn: () => boolean;
}

export interface Preview {
  readonly remediation: Remediation;
  readonly refusal: string | null;
}

export interface Begun {
  readonly remediation: Remediation | undefined;
  readonly again: Date | null;
}

export type Reviewed =
  | {
      readonly outcome: 'approved' | 'one-more-needed' | 'rejected' | 'already';
      readonly remediation: Remediation;
    }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'not-open' | 'expired' | 'other-plan'; readonly remediation: Remediation };

export interface RolledBack {
  readonly remediation: Remediation | undefined;
  /** Why nothing was done. */
  readonly refusal: string | null;
  /** What is there before anything is taken back, where that was asked for. */
  readonly found?: FoundThere;
}

export interface FoundThere {
  readonly present: boolean;
  readonly fields: readonly FoundField[];
  /** How it is not as it was left; else null. */
  readonly differs: string | null;
}
