import { distinct } from './distinct.ts';
import type { EscalationPath } from './escalation-path.ts';
import type { EscalationAnswer } from './escalation-paths.ts';
import { isAdministrator } from './is-administrator.ts';
import type { NamedPolicy, PermissionSet } from './permission-set.ts';
import { administratorPolicy, BOUNDARY, CHOOSING, isPolicyArn, type PolicyChoice } from './policy-choices.ts';
import { type Answer, type Reach, reachOf } from './reach.ts';
import { targetOf } from './targets.ts';

/** What is asked about, and what is known so far of the policies that may be chosen. */
export interface Asking {
  readonly set: PermissionSet;
  readonly among: readonly EscalationPath[];
  readonly gains: Map<string, Gain>;
  /** The same for whoever has this set. */
  readonly here: Map<string, Gain>;
  readonly pathsOf: (asking: Asking) => EscalationAnswer;
}

export interface Gain {
  readonly answer: Answer;
  readonly missing: readonly string[];
}

const YES: Gain = { answer: 'yes', missing: [] };
const TOO_MANY: Gain = {
  answer: 'undecided',
  missing: ['what policies that name each other give: they are more than are gone through'],
};
const MOST_GAINS = 24;
const NO: Gain = { answer: 'no', missing: [] };

/** Calls that make another of a policy, and that take a boundary away. */
const REWRITING = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'];
const LIFTING = ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'];
const REPLACING = ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'];

/**
 * Whether whoever has the chosen policy, within the chosen boundary, is an administrator or can make itself one. A policy
 * that the holder may rewrite is any, a boundary that it may take away is none, and what meets its own rights counts, too.
 */
export function gainOf(asking: Asking, choice: PolicyChoice): Gain {
  const name = `${choice.attached} within ${choice.boundary}`;
  const gain = asking.here.get(name) ?? gainHere(asking, choice);
  asking.here.set(name, gain);
  return gain;
}

function gainHere(asking: Asking, { attached: chosen, boundary }: PolicyChoice): Gain {
  const { set } = asking;
  const administrator = administratorPolicy(set);
  const attached = chosen ?? administrator;
  const policies = [[attached, YES] as const, [administrator, rewriting(set, attached)] as const];
  const limits = [[boundary, YES] as const, [null, lifting(set, boundary)] as const];
  const gains = policies.flatMap(([policy, first]) =>
    limits.flatMap(([limit, second]) =>
      [first, second].some(({ answer }) => answer === 'no')
        ? []
        : both(both(first, second), givenBy(asking, policy, limit)),
    ),
  );
  const gain = best(gains);
  if (gain.answer !== 'no' || boundary !== null || !givesMore(asking, attached)) return gain;
  return { answer: 'undecided', missing: [`what ${attached} gives besides the other policies`] };
}

function both(one: Gain, other: Gain): Gain {
  if (one.answer === 'no' || other.answer === 'no') return NO;
  if (one.answer === 'yes') return other;
  return { answer: 'undecided', missing: distinct([...one.missing, ...other.missing]) };
}

function best(gains: readonly Gain[]): Gain {
  const found = (wanted: Answer): Gain | undefined => gains.find(({ answer }) => answer === wanted);
  return found('yes') ?? found('undecided') ?? NO;
}

function rewriting(set: PermissionSet, policy: string): Gain {
  if (!isPolicyArn(policy)) return NO;
  return best(REWRITING.map((action) => reachOf(set, { actions: [action], target: policy })));
}

/** The key is the boundary that there is, of calls that set one the boundary that is to be. */
function lifting(set: PermissionSet, boundary: string | null): Gain {
  if (boundary === null) return NO;
  const reach = (action: string, to: string): Reach => {
    const kind = action.includes('Role') ? 'role' : 'user';
    const target = targetOf(kind, action, set.holder);
    return reachOf(set, { actions: [action], target, keys: { [BOUNDARY]: [to] } });
  };
  return best([
    rewriting(set, boundary),
    ...LIFTING.map((action) => reach(action, boundary)),
    ...REPLACING.map((action) => reach(action, administratorPolicy(set))),
  ]);
}

/** By the documents alone. */
function givenBy(asking: Asking, attached: string, boundary: string | null): Gain {
  const { set, gains } = asking;
  if (attached === administratorPolicy(set) && boundary === null) return YES;
  const name = `${attached} within ${boundary}`;
  const known = gains.get(name);
  if (known !== undefined) return known;
  if (gains.size >= MOST_GAINS) return TOO_MANY;
  const before = new Set(gains.keys());
  // What leads back to itself gives nothing by that.
  gains.set(name, NO);
  const gain = workOut(asking, attached, boundary);
  // What was found to give nothing meanwhile may rest on that.
  if (gain.answer !== 'no')
    for (const [other, { answer }] of gains) if (answer === 'no' && !before.has(other)) gains.delete(other);
  gains.set(name, gain);
  return gain;
}

function workOut(asking: Asking, attached: string, boundary: string | null): Gain {
  const { set, pathsOf } = asking;
  const within: PermissionSet = {
    ...set,
    policies: [documentOf(set, attached)],
    boundary: boundary === null ? null : documentOf(set, boundary),
  };
  const administrator = isAdministrator(within);
  const { answer, paths } = pathsOf({ ...asking, set: within, here: new Map() });
  if (administrator.answer === 'yes' || answer === 'yes') return YES;
  if (administrator.answer === 'no' && answer === 'no') return NO;
  const missing = distinct([...administrator.missing, ...paths.flatMap((path) => path.missing)]);
  const rights = `the rights of what ${boundary ?? attached} lets reach`;
  return { answer: 'undecided', missing: missing.length > 0 ? missing : [rights] };
}

/** Whether with a policy that by itself gives nothing there is more than without it: half of a path, which the other half meets. */
function givesMore(asking: Asking, attached: string): boolean {
  const { pathsOf, among } = asking;
  const without: PermissionSet = { ...asking.set, boundary: null };
  const added = { ...without, policies: [...without.policies, documentOf(without, attached)] };
  const others = among.filter(({ actions }) => !actions.some((action) => CHOOSING.test(action)));
  const tell = (set: PermissionSet): readonly string[] => [
    isAdministrator(set).answer,
    ...pathsOf({ ...asking, set, among: others }).paths.map(({ path, answer, atMost }) =>
      JSON.stringify([path.name, answer, atMost]),
    ),
  ];
  const before = new Set(tell(without));
  return tell(added).some((one) => !before.has(one));
}

function documentOf({ policies, boundary, named = [] }: PermissionSet, name: string): NamedPolicy {
  const all = [...policies, ...(boundary === null ? [] : [boundary]), ...named];
  return all.find((one) => one.name === name && one.policy !== null) ?? { name, policy: null };
}
