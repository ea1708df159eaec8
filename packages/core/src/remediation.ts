import type { ServiceError } from './errors.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Severity } from './verdict.ts';
import type { Identity } from './view.ts';

/** What is done about a finding of a rule: nothing; what would be done is recorded; it is proposed; it is done. */
export const REMEDIATION_MODES = ['off', 'shadow', 'propose', 'auto'] as const;
export type RemediationMode = (typeof REMEDIATION_MODES)[number];

/** Guards whose no only keeps `auto` from doing it unasked: it is proposed. */
export const ASKING_PEOPLE: readonly string[] = ['known-maker', 'within-only', 'for-people'];

export const REMEDIATORS = [
  'deactivate-access-key',
  'detach-admin-policy',
  'fix-pod-identity-trust',
  'limit-imds-hops',
  'reenable-event-rule',
  'remove-oidc-audience',
  'remove-target-role',
  'require-imdsv2',
  'restore-account-imds-default',
  'restore-audit-logging',
  'restore-boundary',
  'restore-trust-policy',
  'revert-association',
  'revoke-cluster-admin',
] as const;
export type RemediatorId = (typeof REMEDIATORS)[number];

/** A call of AWS, as data. */
export interface RemediationStep {
  /** As IAM names it: `ec2:ModifyInstanceMetadataOptions`. */
  readonly action: string;
  readonly region: string;
  /** As the SDK's command takes it. */
  readonly input: JsonObject;
  readonly words: string;
}

/**
 * A field, or a member of a set (the set's name, a blank, the member), of the changed resource: as it is, and as it is to be. `null`:
 * there is none.
 */
export interface PlannedField {
  readonly name: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** What is there of a planned field; `null`: there is none, or it is not told. */
export interface FoundField {
  readonly name: string;
  readonly found: JsonValue;
}

/** What would be done, complete: whoever approves it approves nothing else. */
export interface RemediationPlan {
  readonly remediator: RemediatorId;
  readonly summary: string;
  /** What is changed: not always the resource that the finding is about. */
  readonly target: Identity;
  readonly steps: readonly RemediationStep[];
  /** What brings back what was. */
  readonly undo: readonly RemediationStep[];
  readonly fields: readonly PlannedField[];
  /** Whether the resource is there before and after. */
  readonly present: { readonly before: boolean; readonly after: boolean };
  /** With which others it is done, where a remediator goes one stage after another: a node group, say. */
  readonly stage?: string;
  /** Names of what AWS sets as it likes, or tells nobody who reads: not compared, neither after applying nor after undoing. */
  readonly assigned?: readonly string[];
  /** Where in the answer of the last step of `undo` the key is of what it makes anew. */
  readonly restoredKey?: string;
  readonly mayBreak: readonly string[];
  /** Why nobody but people may decide on it; they are among the facts, too. */
  readonly byPeople?: readonly string[];
  /** What whoever decides should know, as when a key was last used. */
  readonly facts: readonly string[];
  /** The blast radius: the keys of what reads the changed resource, the first twenty, and how many there are. */
  readonly affected: { readonly keys: readonly string[]; readonly count: number };
  /** Ids of the findings that would end by it, and that would open, of all that judging the target and its dependents shows. */
  readonly ends: readonly string[];
  readonly opens: readonly string[];
}

export const REMEDIATION_STATUSES = [
  'shadow',
  'refused',
  'proposed',
  'approved',
  'rejected',
  'expired',
  'applying',
  'verified',
  'failed',
  'undoing',
  'undone',
] as const;
export type RemediationStatus = (typeof REMEDIATION_STATUSES)[number];

/** What a guard answered: only `ok` lets it be done. `until`: it may be otherwise from then on. */
export type GuardAnswer =
  /** `overruled`: why it would have said no, had nobody insisted. */
  | { readonly ok: true; readonly overruled?: string }
  | { readonly ok: false; readonly reason: string; readonly unanswerable?: true; readonly until?: string };

export type GuardResult = GuardAnswer & { readonly guard: string };

/** A step of a remediation's life. */
export interface RemediationTurn {
  readonly status: RemediationStatus;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A person, or `podguard`. */
  readonly by: string;
  readonly note: string;
}

/** What became of a finding by our hands; stored under its id, each step on the version that was read. */
export interface Remediation {
  readonly v: 1;
  readonly id: string;
  /** 1 for the first write. */
  readonly version: number;
  readonly finding: string;
  readonly rule: string;
  readonly severity: Severity;
  /** The resource that the finding is about; what is changed is the plan's target. */
  readonly key: string;
  /** The event that opened the finding: with its id it names one life of it. */
  readonly opened: string;
  /** `manual`: somebody asked for it by command. */
  readonly mode: Exclude<RemediationMode, 'off'> | 'manual';
  readonly status: RemediationStatus;
  /** Null where none could be made: `guards` says why. */
  readonly plan: RemediationPlan | null;
  /** Names the plan: what is approved is that plan and no other. */
  readonly planHash: string;
  /** Somebody insisted, where a guard lets people. */
  readonly forced: boolean;
  /** As they answered last. */
  readonly guards: readonly GuardResult[];
  readonly createdAt: string;
  /** A proposal that nobody approved by then is void. */
  readonly expiresAt: string | null;
  /** How many different people have to approve. */
  readonly approvalsNeeded: number;
  readonly approvals: readonly { readonly by: string; readonly at: string }[];
  /** Who calls AWS until when: nobody else does meanwhile, and nobody begins again after it. */
  readonly lease: { readonly holder: string; readonly until: string } | null;
  /** By which principal it was applied, when the state was read before, and when the last call had ended. */
  readonly applied: {
    readonly principal: string;
    readonly readAt: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    /** Where the account is as it was before: AWS refused a call, or whatever else came of it. */
    readonly unchanged?: 'refused' | 'otherwise';
  } | null;
  /** The same of its undoing. */
  readonly undone:
    | (NonNullable<Remediation['applied']> & {
        /** What somebody insisted on overwriting: of fields, by name, what was there instead of what was left. */
        readonly overwritten?: readonly FoundField[];
      })
    | null;
  /** The key of what the undoing made anew, where it has another one. */
  readonly restoredKey: string | null;
  /** Changes by others between our reading and our writing, each told once. */
  readonly foreign: readonly {
    readonly eventId: string;
    readonly eventName: string;
    readonly at: string;
    readonly by: string;
  }[];
  readonly history: readonly RemediationTurn[];
  /** How much of `history` and `foreign` people have been told. */
  readonly told: { readonly turns: number; readonly foreign: number };
}

/** Those that somebody still has to do something about. */
export const OPEN_REMEDIATIONS: readonly RemediationStatus[] = [
  'proposed',
  'approved',
  'applying',
  'undoing',
];

export const REMEDIATIONS_KEPT_DAYS = 400;

/** Where remediations are kept. Reads are strongly consistent. */
export interface RemediationState {
  loadRemediation(id: string): Promise<Remediation | undefined>;
  /** Writes it when the stored version is `version - 1` (0: there is none). */
  saveRemediation(remediation: Remediation): Promise<'written' | 'conflict'>;
  /**
   * The newest first, by when they were made; of one target (the plan's, else the finding's resource) where its key is given. What
   * cannot be read is told as `unreadable`; where nobody asks for that it is thrown: who counts them must not count too few.
   */
  listRemediations(
    limit: number,
    target?: string,
    unreadable?: (problem: ServiceError) => void,
  ): Promise<readonly Remediation[]>;
  /** Ids of those in a status of `OPEN_REMEDIATIONS`, or with something untold; may name others, never lacks one. */
  listOpenRemediations(): AsyncIterable<string>;
}
