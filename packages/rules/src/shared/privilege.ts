import { type Evidence, type Resource, rolesNamedIn } from '@podguard/core';
import {
  ADMINISTRATOR_RIGHTS,
  type FoundPath,
  type Evidence as Grant,
  type PermissionSet,
  type PolicyRequest,
  reachOf,
  targetOf,
} from '@podguard/policy';
import { once } from './memo.ts';
import { administratorBy, escalationBy, isUnread, onlyUnread, permissionsOf } from './permissions.ts';
import { grantEvidence } from './permissions-evidence.ts';
import { type Around, type Asked, type Worth, worthOf } from './privilege-worth.ts';

type Role = Resource<'iam-role'>;

/** Whether to assume a role with more rights is a way to them: also where its trust policy alone lets it, by its own policies, or not. */
type Assuming = 'counts' | 'by-own-policies' | 'left-out';

/** A way to more rights that surely is there, and what it reaches in words. */
export interface ProvedPath {
  readonly found: FoundPath;
  readonly reaches: string;
}

export type Privilege =
  | {
      readonly kind: 'administrator';
      readonly evidence: readonly Evidence[];
      /** One that only an administrator may make. */
      readonly request: PolicyRequest | null;
    }
  | {
      readonly kind: 'escalation';
      readonly evidence: readonly Evidence[];
      /** The most direct one first. */
      readonly paths: readonly [ProvedPath, ...ProvedPath[]];
    }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'unknown';
      readonly missing: readonly string[];
      /** Whether documents that were read leave it open, rather than what is not known around the role. */
      readonly byDocument: boolean;
    };

/**
 * Whether a role is an administrator or can make itself one. A path counts where what it may pass, assume or edit
 * includes something privileged: where that is confined to named roles their rights decide.
 */
export function privilegeOf(role: Role, around: Around, assuming: Assuming = 'counts'): Privilege {
  const rightsOf = rightsIn(around);
  const givers = around.namedRoles.filter(
    (named): named is Role => assuming === 'counts' && 'key' in named && mayGive(named, role, rightsOf(true)),
  );
  const { set } = permissionsOf(role, around.policies, givers);
  const unread = onlyUnread(set);
  if (unread !== null) return { kind: 'unknown', missing: unread, byDocument: false };
  const evidence = (grants: readonly Grant[]): readonly Evidence[] => grantEvidence(set, grants);
  const administrator = administratorBy(set);
  if (administrator.answer === 'yes') {
    return {
      kind: 'administrator',
      evidence: evidence(administrator.evidence),
      request: administratorRequest(set),
    };
  }
  const paths = escalationBy(set).paths.filter(
    ({ path }) => assuming !== 'left-out' || path.name !== 'sts:AssumeRole',
  );
  const judged = paths.map((found) => ({
    found,
    ...judge({ found, role, around, rightsOf: rightsOf(found.path.name === 'sts:AssumeRole') }),
  }));
  const proved = judged
    .filter(({ counts }) => counts === 'yes')
    .toSorted((a, b) => rank(a.found) - rank(b.found));
  const [first, ...others] = proved;
  if (first !== undefined) {
    return { kind: 'escalation', evidence: evidence(first.found.evidence), paths: [first, ...others] };
  }
  const open = judged.filter(({ counts }) => counts === 'unknown');
  if (open.length === 0 && administrator.answer === 'no') return { kind: 'none' };
  const missing = [...new Set([...administrator.missing, ...open.flatMap((path) => path.missing)])];
  return {
    kind: 'unknown',
    missing,
    byDocument: !isUnread(set, missing) && open.every(({ byDocument }) => byDocument),
  };
}

/** Whether a role with more rights names another in its trust policy: those without are of no account. */
function mayGive(named: Role, { key }: Role, rightsOf: Asked['rightsOf']): boolean {
  return rolesNamedIn(named.state.trust ?? '').includes(key) && rightsOf(named) !== 'none';
}

const administratorRequest = once((set: PermissionSet): PolicyRequest | null => {
  const [[action, kind]] = ADMINISTRATOR_RIGHTS as readonly [(typeof ADMINISTRATOR_RIGHTS)[number]];
  return reachOf(set, { actions: [action], target: targetOf(kind, action, set.holder) }).requests[0] ?? null;
});

/**
 * The rights of a named role, each asked for once; of the roles that it names in turn nothing is known here. Of a role that
 * is assumed, what it may assume in turn is a chain of two, and left to `role-chain-to-admin`.
 */
function rightsIn({ policies }: Around): (assumed: boolean) => Asked['rightsOf'] {
  const known = new Map<string, Privilege['kind']>();
  return (assumed) => (named) => {
    const name = `${assumed} ${named.key}`;
    const around = { policies, namedRoles: [] };
    const kind = known.get(name) ?? privilegeOf(named, around, assumed ? 'left-out' : 'counts').kind;
    known.set(name, kind);
    return kind;
  };
}

interface Judged {
  readonly counts: Worth['answer'];
  readonly reaches: string;
  readonly missing: readonly string[];
  readonly byDocument: boolean;
}

function judge(asked: Asked): Judged {
  const { found } = asked;
  const sure: Worth =
    found.answer === 'yes' ? worthOf(found.confinedTo, asked) : { answer: 'no', reaches: '', missing: [] };
  if (sure.answer === 'yes') return { counts: 'yes', reaches: sure.reaches, missing: [], byDocument: true };
  const most = worthOf(found.atMost, asked);
  if (most.answer === 'no') return { counts: 'no', reaches: '', missing: [], byDocument: true };
  const about = [...sure.missing, ...most.missing];
  const known = about.length > 0 ? about : found.doubts;
  const missing = known.length > 0 ? known : [`what ${found.path.name} reaches`];
  const byDocument = known.every((reason) => found.doubts.includes(reason));
  return { counts: 'unknown', reaches: '', missing, byDocument };
}

/** What it does to itself comes before what it does by others, and that before what it does by way of a service. */
function rank({ path, includesHolder }: FoundPath): number {
  if (path.gains === 'edit' && path.target === 'role' && includesHolder === 'yes') return 0;
  if (path.gains === 'takeover') return 1;
  return path.passedTo.length > 0 ? 2 : 3;
}
