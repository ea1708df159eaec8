import type { PolicyRequest } from '../evaluate/request.ts';
import type { Evidence, Keys } from './areas.ts';
import { distinct } from './distinct.ts';
import type { EscalationPath } from './escalation-path.ts';
import { IAM_PATHS } from './iam-paths.ts';
import { PASS_ROLE_PATHS } from './pass-role-paths.ts';
import { type PermissionSet, sourcesOf } from './permission-set.ts';
import { administratorPolicy, policyChoices } from './policy-choices.ts';
import { type Asking, type Gain, gainOf } from './policy-gain.ts';
import { type Answer, type Extent, type Reach, reachOf } from './reach.ts';
import { assumableRoles } from './rights.ts';
import { targetOf } from './targets.ts';
import { WORKLOAD_PATHS } from './workload-paths.ts';

/** Publicly known ways to more rights, by their public names. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...IAM_PATHS,
  ...PASS_ROLE_PATHS,
  ...WORKLOAD_PATHS,
];

/** A path whose permissions the holder has, surely or not. */
export interface FoundPath {
  readonly path: EscalationPath;
  /** What this holder does by it. */
  readonly summary: string;
  readonly answer: Exclude<Answer, 'no'>;
  /** What it may pass, assume or edit: anything, or what these patterns name, whose rights then decide. */
  readonly confinedTo: Extent;
  /** The same at most, by whatever is not sure too; `doubts` says on what the difference hangs. */
  readonly atMost: Extent;
  readonly doubts: readonly string[];
  /** Whether the holder's own role or user is among it. */
  readonly includesHolder: Answer;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
  readonly assumes: readonly string[];
  /** Requests that are surely allowed, one an action of the path; none where that is not sure. */
  readonly requests: readonly PolicyRequest[];
}

export interface EscalationAnswer {
  /**
   * `yes`: by a path that surely is there and confined to nothing, or that edits the holder itself. `undecided`: only
   * by paths that depend on a condition, on what they are confined to, or on something besides the permissions.
   */
  readonly answer: Answer;
  readonly paths: readonly FoundPath[];
}

/** Which of the public escalation paths the holder has. */
export function escalationPaths(set: PermissionSet): EscalationAnswer {
  return pathsOf({ set, among: ESCALATION_PATHS, gains: new Map(), here: new Map(), pathsOf });
}

function pathsOf(asking: Asking): EscalationAnswer {
  const paths = mayAllow(asking.set) ? asking.among.flatMap((path) => find(asking, path) ?? []) : [];
  if (paths.length === 0) return { answer: 'no', paths };
  return { answer: paths.some(isSure) ? 'yes' : 'undecided', paths };
}

/** Roles are made without a policy, and get theirs later. */
function mayAllow(set: PermissionSet): boolean {
  return sourcesOf(set).identity.some(
    ({ policy }) => policy === null || policy.statements.some(({ effect }) => effect === 'Allow'),
  );
}

function isSure({ path, answer, confinedTo, includesHolder }: FoundPath): boolean {
  if (answer !== 'yes' || path.depends !== 'nothing') return false;
  if (confinedTo === 'anything' || path.gains === 'takeover') return true;
  return path.gains === 'edit' && includesHolder === 'yes';
}

function find(asking: Asking, path: EscalationPath): FoundPath | undefined {
  const { set } = asking;
  const ways = waysOf(asking, path, targetOf(path.target, path.actions[0]!, set.holder));
  const best = furthest(ways);
  if (best === undefined) return undefined;
  const supports = path.supports.map(({ action, target }) =>
    reachOf(set, { actions: [action], target: targetOf(target, action, set.holder) }),
  );
  if (!supports.every(isOpen)) return undefined;
  const all = [best, ...supports];
  const answer = all.every(isYes) ? 'yes' : 'undecided';
  return {
    path,
    summary: summaryFor(set, path),
    answer,
    confinedTo: answer === 'yes' ? best.sure : best.possible,
    atMost: unionOf(ways.map(({ possible }) => possible)),
    doubts: distinct([...ways, ...supports].flatMap(({ missing }) => missing)),
    includesHolder: includesHolder(asking, path),
    evidence: distinct(all.flatMap(({ evidence }) => evidence)),
    missing: answer === 'yes' ? [] : distinct(all.flatMap(({ missing }) => missing)),
    assumes: answer === 'yes' ? distinct(all.flatMap(({ assumes }) => assumes)) : [],
    requests: answer === 'yes' ? best.requests : [],
  };
}

function summaryFor(set: PermissionSet, { summary, summaryUnassuming }: EscalationPath): string {
  return summaryUnassuming !== undefined && isDeniedAssuming(set) ? summaryUnassuming : summary;
}

/** A role that trusts the holder needs no policy of its own for it, but a Deny holds: asked with all else allowed. */
function isDeniedAssuming(set: PermissionSet): boolean {
  const everything = { name: administratorPolicy(set), policy: null };
  const action = 'sts:AssumeRole';
  const target = targetOf('role', action, set.holder);
  const asked = { ...set, policies: [...set.policies, everything], boundary: null };
  return reachOf(asked, { actions: [action], target }).answer === 'no';
}

/** What is reached in each of the ways to go the path: by the service, or by the policies that may be chosen. */
function waysOf(asking: Asking, path: EscalationPath, target: string): readonly Reach[] {
  const { set } = asking;
  const { actions, passedTo } = path;
  if (actions.length === 1 && actions[0] === 'sts:AssumeRole') return [assumableRoles(set)];
  const reach = (keys: Keys): Reach => reachOf(set, { actions, target, keys });
  if (passedTo.length > 0) return passedTo.map((service) => reach({ 'iam:passedtoservice': [service] }));
  return policyChoices(set, path, target).flatMap((choice) => {
    if (!choice.probes.some((keys) => isOpen(reach(keys)))) return [];
    const gain = gainOf(asking, choice);
    return gain.answer === 'no' ? [] : asFarAs(gain, reach(choice.keys));
  });
}

function asFarAs({ answer, missing }: Gain, reach: Reach): Reach {
  if (answer === 'yes' || !isOpen(reach)) return reach;
  return {
    ...reach,
    answer: 'undecided',
    sure: [],
    missing: distinct([...reach.missing, ...missing]),
    assumes: [],
    requests: [],
  };
}

function furthest(reaches: readonly Reach[]): Reach | undefined {
  return reaches.find(({ sure }) => sure === 'anything') ?? reaches.find(isYes) ?? reaches.find(isOpen);
}

function unionOf(extents: readonly Extent[]): Extent {
  if (extents.includes('anything')) return 'anything';
  return distinct(extents.flat()).sort();
}

/** Asked of the very ARN, since a pattern does not tell. */
function includesHolder(asking: Asking, path: EscalationPath): Answer {
  const { holder } = asking.set;
  if (path.gains !== 'edit' || path.target !== holder.kind) return 'no';
  return furthest(waysOf(asking, path, holder.arn))?.answer ?? 'no';
}

function isYes({ answer }: Reach): boolean {
  return answer === 'yes';
}

function isOpen({ answer }: Reach): boolean {
  return answer !== 'no';
}
