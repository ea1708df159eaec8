import type { PolicyRequest } from '../evaluate/request.ts';
import { compileGlob, type Glob } from '../glob.ts';
import type { Evidence, Keys } from './areas.ts';
import { newBudget } from './budget.ts';
import { isChosen } from './chosen-keys.ts';
import { distinct } from './distinct.ts';
import { arnCovers, memberOf } from './glob-algebra.ts';
import type { Holder } from './holder.ts';
import { type Patch, patchesOf } from './patches.ts';
import { type PermissionSet, sourcesOf } from './permission-set.ts';
import { policiesOf, proofOf } from './proof.ts';
import { fixedRegion, holderKeys, regionsOf } from './request-keys.ts';
import { showPattern } from './show-pattern.ts';

export type Answer = 'yes' | 'no' | 'undecided';

/** Every resource asked for, or only those that the patterns name. */
export type Extent = 'anything' | readonly string[];

export interface Question {
  /** All of them must be allowed on the same resource. */
  readonly actions: readonly string[];
  /** A glob of ARNs: the resources that count. */
  readonly target: string;
  /** The resources that are `anything`; the target where left out. */
  readonly whole?: string;
  /** What the request carries besides the holder's own keys, in lower case. */
  readonly keys?: Keys;
}

export interface Reach {
  /** `yes`: surely on something, by `requests`. `no`: surely on nothing. */
  readonly answer: Answer;
  /** What is surely reached; empty unless the answer is yes. */
  readonly sure: Extent;
  /** What is reached at most: it takes in what is sure. */
  readonly possible: Extent;
  /** Of what is surely reached the patterns that are named apart: excepted, denied, or denied perhaps. */
  readonly apart: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What is not known, on which the difference between sure and possible hangs. */
  readonly missing: readonly string[];
  /** Policies that were not read and would have to deny nothing of this. */
  readonly assumes: readonly string[];
  /** Requests that are surely allowed, one an action. */
  readonly requests: readonly PolicyRequest[];
}

interface Judged {
  readonly patch: Patch;
  readonly whole: boolean;
  readonly requests: readonly PolicyRequest[] | null;
}

/** On which of the resources the holder may do all of the actions. */
export function reachOf(set: PermissionSet, question: Question): Reach {
  const { holder } = set;
  const sources = sourcesOf(set);
  const budget = newBudget();
  const { actions, target, whole = target } = question;
  const keys = { ...holderKeys(holder), ...keysOf(question, holder), ...question.keys };
  const assumes = sources.identity.filter(({ policy }) => policy === null).map(({ name }) => name);
  const patches = patchesOf(sources, actions, target, keys, budget);
  if (patches === null) return tooMany(assumes);
  if (patches.length === 0) return describe([], assumes);
  const wholes = wholesOf(whole, regionsOf(policiesOf(sources), holder));
  const judged: Judged[] = [];
  for (const patch of patches.toSorted((one, other) => rank(one, wholes) - rank(other, wholes))) {
    const provable = patch.doubts.every(({ key }) => isChosen(key));
    const requests = provable ? proofOf(sources, holder, actions, patch, target, keys, budget) : null;
    judged.push({ patch, whole: rank(patch, wholes) === 0, requests });
    if (requests !== null && judged.at(-1)!.whole) return describe(judged.slice(-1), assumes);
  }
  return describe(judged, assumes);
}

/** What the question itself says of the request: its region where there is but one, its resource's account. */
function keysOf({ actions, target }: Question, holder: Holder): Keys {
  const regions = new Set(actions.map((action) => fixedRegion(action, holder)));
  const [region] = regions;
  return {
    ...(regions.size === 1 && typeof region === 'string' ? { 'aws:requestedregion': [region] } : {}),
    ...(target.split(':')[4] === holder.account ? { 'aws:resourceaccount': [holder.account] } : {}),
  };
}

/** All there is in one region counts as everything. */
function wholesOf(whole: string, regions: readonly string[]): readonly Glob[] {
  const parts = whole.split(':');
  const within = regions.map((region) => parts.with(3, region).join(':'));
  return (parts[3] === '*' ? [whole, ...within] : [whole]).map(compileGlob);
}

function rank({ globs }: Patch, wholes: readonly Glob[]): number {
  return wholes.some((whole) => globs.every((glob) => arnCovers(glob, whole))) ? 0 : 1;
}

function describe(judged: readonly Judged[], assumes: readonly string[]): Reach {
  const proved = judged.filter(({ requests }) => requests !== null);
  const open = judged.filter(({ requests }) => requests === null);
  const shown = proved.length > 0 ? proved : open;
  return {
    answer: proved.length > 0 ? 'yes' : open.length > 0 ? 'undecided' : 'no',
    sure: extentOf(proved),
    possible: extentOf(judged),
    apart: distinct(proved.flatMap(({ patch }) => apartOf(patch))).sort(),
    evidence: distinct(shown.flatMap(({ patch }) => patch.evidence)),
    missing: distinct(open.flatMap(({ patch }) => missingOf(patch))),
    assumes: proved.length > 0 ? assumes : [],
    requests: proved[0]?.requests ?? [],
  };
}

/** Where nothing is doubtful by itself, no request was found that all statements surely agree on. */
function missingOf({ doubts, globs }: Patch): readonly string[] {
  if (doubts.length > 0) return doubts.map(({ reason }) => reason);
  return [`whether any request for ${showPattern(globs)} is allowed`];
}

function tooMany(assumes: readonly string[]): Reach {
  const missing = ['the policies hold more combinations than are gone through'];
  return {
    answer: 'undecided',
    sure: [],
    possible: 'anything',
    apart: [],
    evidence: [],
    missing,
    assumes,
    requests: [],
  };
}

function apartOf({ globs, except, disputed }: Patch): readonly string[] {
  const budget = newBudget();
  return [...except, ...disputed]
    .filter((glob) => memberOf([...globs, glob], budget) !== null)
    .map((glob) => showPattern([glob]));
}

function extentOf(judged: readonly Judged[]): Extent {
  if (judged.some(({ whole }) => whole)) return 'anything';
  return distinct(judged.map(({ patch }) => showPattern(patch.globs))).sort();
}
