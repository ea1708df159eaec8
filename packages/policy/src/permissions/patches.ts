import { compileGlob, type Glob } from '../glob.ts';
import {
  type Area,
  allowedAreas,
  type Denial,
  type Doubt,
  deniedAreas,
  type Evidence,
  type Keys,
} from './areas.ts';
import type { Budget } from './budget.ts';
import { distinct } from './distinct.ts';
import { arnCovers, globCovers, memberOf, splitArn } from './glob-algebra.ts';
import type { Sources } from './permission-set.ts';

/** Some of the resources asked for: those that all of `globs` admit, but for the exceptions. */
export interface Patch {
  readonly globs: readonly Glob[];
  readonly except: readonly Glob[];
  /** What a Deny that is in doubt may take some of. */
  readonly disputed: readonly Glob[];
  readonly doubts: readonly Doubt[];
  readonly evidence: readonly Evidence[];
}

const EMPTY: Doubt = { reason: 'AWS does not say what an empty NotResource means', key: null };

/** Products of statements, boundary and actions: a policy holds some hundred resources at most. */
const MAX_WORK = 10_000;
const MAX_PATCHES = 400;

/**
 * The patches of `target` on which every one of the actions is allowed, surely or not: an upper bound that leaves
 * nothing out. Null where there are too many to go through.
 */
export function patchesOf(
  { identity, boundary }: Sources,
  actions: readonly string[],
  target: string,
  keys: Keys,
  budget: Budget,
): readonly Patch[] | null {
  const granted = new Map(
    actions.map((action) => [action, identity.flatMap((source) => allowedAreas(source, action, keys))]),
  );
  if ([...granted.values()].some((areas) => areas.length === 0)) return [];
  let patches: readonly Patch[] = [
    { globs: [compileGlob(target)], except: [], disputed: [], doubts: [], evidence: [] },
  ];
  for (const [action, areasOfIdentity] of granted) {
    const limits = boundary === null ? [] : [allowedAreas(boundary, action, keys)];
    for (const areas of [areasOfIdentity, ...limits]) {
      if (patches.length * areas.length > MAX_WORK) return null;
      patches = narrow(patches, areas, budget);
      if (patches.length > MAX_PATCHES || budget.states < 0) return null;
    }
    const sources = boundary === null ? identity : [...identity, boundary];
    const denials = sources.flatMap((source) => deniedAreas(source, action, keys));
    // What is surely taken goes first: of what is then left less is in doubt.
    for (const denial of [...denials.filter(isSure), ...denials.filter((one) => !isSure(one))]) {
      patches = subtract(patches, denial, budget);
      if (patches.length > MAX_PATCHES || budget.states < 0) return null;
    }
  }
  return patches;
}

function narrow(patches: readonly Patch[], areas: readonly Area[], budget: Budget): readonly Patch[] {
  const found = new Map<string, Patch>();
  for (const patch of patches) {
    for (const area of areas) {
      const next = within(patch, area);
      const key = JSON.stringify([next.globs, next.except, next.doubts]);
      if (!found.has(key) && !isEmpty(next, budget)) found.set(key, next);
    }
  }
  return [...found.values()];
}

function within(patch: Patch, area: Area): Patch {
  const implied = patch.globs.some((glob) => globCovers(area.glob, glob));
  return {
    globs: implied ? patch.globs : [...patch.globs.filter((glob) => !globCovers(glob, area.glob)), area.glob],
    except: [...patch.except, ...area.except],
    disputed: patch.disputed,
    doubts: joined(patch.doubts, area.doubts),
    evidence: [...patch.evidence, area.evidence],
  };
}

function isEmpty({ globs, except }: Patch, budget: Budget): boolean {
  if (except.some((glob) => globs.some((other) => arnCovers(glob, other)))) return true;
  return globs.length > 1 && (memberOf(globs, budget) === null || isNoIamName(globs, budget));
}

const IAM = compileGlob('iam').join();

/** Nothing of IAM has a colon in its name: a `*` before the last colon of one pattern is no part of another's names. */
function isNoIamName(globs: readonly Glob[], budget: Budget): boolean {
  const arns = globs.map(splitArn).filter((parts) => parts.length === 6);
  if (arns.length < 2 || !arns.some(([, , service]) => service!.join() === IAM)) return false;
  return (
    memberOf(
      arns.map((parts) => parts[5]!),
      budget,
    ) === null
  );
}

/**
 * What a Deny surely takes is gone, and a patch that it may take as a whole is in doubt. One that it may take some of
 * stays as it is: a proof will be a request that it does not take.
 */
function subtract(patches: readonly Patch[], { takes, leaves }: Denial, budget: Budget): readonly Patch[] {
  if (leaves === null) return patches.flatMap((patch) => takeAll(patch, takes, budget));
  const [all] = takes;
  const doubts = all!.doubts;
  if (doubts.length > 0 || leaves.length === 0) {
    return patches.map((patch) =>
      leaves.some((area) => area.doubts.length === doubts.length && coversPatch(area, patch))
        ? patch
        : doubted(patch, doubts.length > 0 ? doubts : [EMPTY]),
    );
  }
  return narrow(patches, leaves, budget);
}

function isSure({ takes }: Denial): boolean {
  return takes.every(({ doubts }) => doubts.length === 0);
}

function takeAll(patch: Patch, takes: readonly Area[], budget: Budget): readonly Patch[] {
  let left = patch;
  for (const area of takes) {
    const covers = coversPatch(area, left);
    if (covers && area.doubts.length === 0) return [];
    if (covers) left = doubted(left, area.doubts);
    else if (area.doubts.length > 0) left = { ...left, disputed: [...left.disputed, area.glob] };
    else if (memberOf([...left.globs, area.glob], budget) !== null) {
      left = { ...left, except: [...left.except, area.glob] };
    }
  }
  return [left];
}

function coversPatch({ glob }: Area, { globs }: Patch): boolean {
  return globs.some((other) => arnCovers(glob, other));
}

function doubted(patch: Patch, doubts: readonly Doubt[]): Patch {
  return { ...patch, doubts: joined(patch.doubts, doubts) };
}

function joined(one: readonly Doubt[], other: readonly Doubt[]): readonly Doubt[] {
  return distinct([...one, ...other]);
}
