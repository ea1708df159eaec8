import { managedPolicy, type PermissionSet, type Statement } from '@podguard/policy';
import {
  ADDON_RIGHTS,
  DENYING_POLICIES,
  type DocumentedRights,
  STANDARD_NODE_RIGHTS,
} from '../data/standard-node-policies.ts';
import { once } from './memo.ts';
import { isEffective } from './node-effective.ts';

/** A right that a policy gives: an action as the policy has it, or the whole policy where only its name is known. */
export interface NodeRight {
  readonly policy: string;
  /** The place in the document; null where it was not read. */
  readonly path: string | null;
  readonly statement: Statement | null;
  readonly text: string;
}

export interface SortedRights {
  /** Those that are surely there, after all Deny statements and the boundary. */
  readonly sure: readonly NodeRight[];
  /** Why it is not known whether others are. */
  readonly open: readonly string[];
}

export interface NodeRights {
  readonly beyond: SortedRights;
  readonly addons: SortedRights;
  /** Policies of which it is not known what they allow. */
  readonly unread: readonly string[];
}

const MOST_QUESTIONS = 60;
const STANDARD = actionsOf(STANDARD_NODE_RIGHTS);
const ADDONS = actionsOf(ADDON_RIGHTS);

/** To assume roles is judged by itself: `node-role-assumes-roles`. */
const ASSUMING = new Set(['sts:assumerole', 'sts:tagsession', 'sts:setsourceidentity']);

const AWS_POLICY = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/** A node role's rights beyond those that every node needs: add-ons' by themselves, and all others. */
export const nodeRightsOf: (set: PermissionSet) => NodeRights = once((set: PermissionSet) => ({
  beyond: proved(set, 'beyond'),
  addons: proved(set, 'addon'),
  unread: set.policies.flatMap(({ name, policy }) =>
    policy === null && !AWS_POLICY.test(name) ? [name] : [],
  ),
}));

function proved(set: PermissionSet, kind: Kind): SortedRights {
  const sure: NodeRight[] = [];
  const open = new Set<string>();
  const questions = { left: MOST_QUESTIONS };
  for (const right of grantedBy(set, kind)) {
    const { answer, missing } = isEffective(set, right, (action) => kindOf(action) === kind, questions);
    if (answer === 'yes') sure.push(right);
    if (answer === 'undecided') for (const reason of missing) open.add(reason);
  }
  return { sure, open: [...open] };
}

type Kind = 'standard' | 'addon' | 'beyond';

function grantedBy({ policies }: PermissionSet, kind: Kind): readonly NodeRight[] {
  return policies.flatMap(({ name, policy }): readonly NodeRight[] => {
    const managed = AWS_POLICY.exec(name)?.[1];
    if (managed !== undefined) {
      return managedKind(name, managed) === kind
        ? [{ policy: name, path: null, statement: null, text: managed }]
        : [];
    }
    return (policy?.statements ?? []).flatMap((statement) => rightsOf(statement, name, kind));
  });
}

function managedKind(arn: string, name: string): Kind {
  const found = managedPolicy(arn)?.kind;
  if (found === 'denying' || DENYING_POLICIES.includes(name)) return 'standard';
  if (found === 'standard-node') return 'standard';
  return found === 'add-on' ? 'addon' : 'beyond';
}

function rightsOf(statement: Statement, policy: string, kind: Kind): readonly NodeRight[] {
  const { effect, actions, notActions, path } = statement;
  if (effect === 'Deny') return [];
  if (actions === null) {
    const excepted = (notActions ?? []).map(({ value }) => value);
    if (kind !== 'beyond' || excepted.includes('*')) return [];
    const text = `everything but ${excepted.join(', ')}`;
    return [{ policy, path: `${path}.NotAction`, statement, text }];
  }
  return actions
    .filter(({ value }) => kindOf(value) === kind)
    .map(({ value, path: at }) => ({ policy, path: at, statement, text: value }));
}

/** Whether neither nodes nor add-ons need it. */
export function isBeyond(action: string): boolean {
  return kindOf(action) === 'beyond';
}

/** The lists name single actions only: a pattern always takes in others. */
function kindOf(action: string): Kind {
  const name = action.toLowerCase();
  if (STANDARD.has(name) || ASSUMING.has(name)) return 'standard';
  return ADDONS.has(name) ? 'addon' : 'beyond';
}

function actionsOf(rights: readonly DocumentedRights[]): ReadonlySet<string> {
  return new Set(rights.flatMap(({ actions }) => actions.map((action) => action.toLowerCase())));
}
