import type {
  Config,
  Finding,
  History,
  JsonValue,
  Kind,
  Needs,
  RelatedOf,
  RemediationStep,
  RemediatorId,
  Resource,
  StateChange,
} from '@podguard/core';
import type { Guard } from './guard.ts';

/** One of what the account's resources are named by in a policy: `ACCOUNT` and `REGION`-free ARNs are made of these. */
export interface GrantPlace {
  readonly partition: string;
  readonly account: string;
  /** What the names of the deployed service's own parts begin with. */
  readonly ownParts?: readonly string[];
}

/** What whoever repairs has to be allowed, for one remediator: no more than its steps call, or what takes them back. */
export interface RemediatorGrant {
  readonly actions: readonly string[];
  /** No step takes it, but what takes one back does: people have it, who alone undo, and the service's role has not. */
  readonly undoOnly?: true;
  resources(place: GrantPlace): readonly string[];
  /** Conditions of IAM, where it allows to scope by them. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PlanContext<K extends Kind> {
  readonly finding: Finding;
  readonly config: Config;
  readonly account: string;
  /** What is around the target, as rules see it. */
  readonly related: RelatedOf[K];
  /** What is recorded of the target: former states are in its log and registers. */
  readonly recorded: History;
  /** The same of those that the remediator names as `histories`. */
  readonly histories?: readonly History[];
  readonly isForced: boolean;
  /** Whose calls it would be: a role's or a user's ARN. */
  readonly by?: string;
  /** What the event that opened the finding, or made it worse last, changed of the target and of those that the remediator names as `causes`. */
  readonly changed?: readonly StateChange[];
  /** What those that the remediator names as `users` were seen using; absent: nobody looked. */
  readonly uses?: readonly SeenUse[];
}

/** A use that is recorded, of a resource by another. */
export interface SeenUse {
  readonly user: string;
  readonly key: string;
  /** As activities name it: `node-session`. */
  readonly way: string;
  /** When it was seen last, to the hour. */
  readonly at: string;
}

/**
 * A way to repair. What is named in neither `fields` stays as it is: that is verified, too. Whether it ends the finding, and what would
 * open, is tried on the recorded state and not the remediator's to say.
 */
export interface PlanDraft {
  readonly summary: string;
  readonly steps: readonly RemediationStep[];
  readonly undo: readonly RemediationStep[];
  /** By name (a field's, or a set's, a blank and the member): what it is to be; `null`: none. What it is now is read. */
  readonly after: Readonly<Record<string, JsonValue>> | 'gone';
  /** Beyond what the remediator says of itself. */
  readonly mayBreak?: readonly string[];
  readonly facts?: readonly string[];
  /** Why nobody but people may decide on it. */
  readonly byPeople?: readonly string[];
  /** It is none where it would open any finding on the target, however slight. */
  readonly opensNone?: true;
  /** Of the last way: why there is no other, for whoever has to find one where it will not do. */
  readonly otherwise?: string;
  /** Where in the answer of the last step of `undo` the key is of what it makes anew: `association.associationArn`. */
  readonly restoredKey?: string;
  /** As of the plan. */
  readonly stage?: string;
  /** As of the plan: an id that is another one, what no read tells. */
  readonly assigned?: readonly string[];
}

/** One way to repair findings; pure but for its grants' arithmetic. */
export interface Remediator<K extends Kind = Kind> {
  /** The file's name. */
  readonly id: RemediatorId;
  readonly title: string;
  /** The rules whose findings it ends, sorted: each names it as its `remediation`. */
  readonly rules: readonly string[];
  /** The kind that it changes. */
  readonly kind: K;
  readonly grants: readonly RemediatorGrant[];
  /** In words, for whoever decides. */
  readonly mayBreak: readonly string[];
  /** The relations of the target that planning reads, as a rule's. */
  readonly needs: Needs<K>;
  /** Keys of those of whom planning wants to know what they were seen using, as of the roles by which an instance calls. */
  users?(target: Resource<K>, related: RelatedOf[K]): readonly string[];
  /** Keys of others whose records planning reads whole, as of those that it replaced, in the order that it wants. */
  histories?(target: Resource<K>, context: Pick<PlanContext<K>, 'related' | 'config'>): readonly string[];
  /** Keys of what its own guards rest on besides the target: read live, too, when it is assessed. */
  alsoRead?(target: Resource<K>, context: Pick<PlanContext<K>, 'related' | 'config'>): readonly string[];
  /** Keys of those besides the target whose change may have opened the finding: planning is told it. */
  causes?(related: RelatedOf[K]): readonly string[];
  /** It is worth while, too, where the finding stays at a lower severity. */
  readonly mayEase?: true;
  /** Guards of its own besides those of all. */
  readonly guards: readonly Guard[];
  /** Whether people may insist where one of its own guards refuses. */
  readonly mayForce: boolean;
  /** So long AWS may take to show what was done, in milliseconds. */
  readonly settlesMs: number;
  /** The key of what is to be changed: of the finding's resource as it is judged; undefined where nothing names it. */
  target(finding: Finding, resource: Resource): string | undefined;
  /** The best way first; the first one is taken that ends the finding and opens none as grave. A text: why there is none. */
  plan(target: Resource<K>, context: PlanContext<K>): readonly PlanDraft[] | string;
}

/** Declares a remediator. */
export function defineRemediator<const K extends Kind>(remediator: Remediator<K>): Remediator {
  return remediator as unknown as Remediator;
}
