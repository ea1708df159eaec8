import {
  type Evidence,
  fail,
  indeterminate,
  pass,
  undecidable,
  type Verdict,
  type Witness,
} from '@podguard/core';
import type { PolicyRequest } from '@podguard/policy';
import type { Privilege, ProvedPath } from './privilege.ts';

const MOST_MISSING = 10;

/** What a role is proved to be, by a request that it may make. */
export interface Proved {
  readonly rights: 'administrator' | 'escalation';
  readonly request: PolicyRequest | null;
}

interface Pods {
  /** Who they are: the summary's beginning. */
  readonly who: string;
  /** What says that they get the role. */
  readonly evidence: readonly Evidence[];
  readonly witness: (proved: Proved) => Witness | null;
}

/** The verdict on pods that get a role of these rights. */
export function privilegeVerdict(privilege: Privilege, { who, evidence, witness }: Pods): Verdict {
  switch (privilege.kind) {
    case 'none':
      return pass;
    case 'unknown': {
      const missing = few(privilege.missing);
      return privilege.byDocument ? undecidable(...missing) : indeterminate(...missing);
    }
    case 'administrator':
      return fail(`${who} are administrators`, {
        evidence: [...privilege.evidence, ...evidence],
        witness: witness({ rights: privilege.kind, request: privilege.request }),
      });
    case 'escalation': {
      const [first, ...others] = privilege.paths;
      const more = moreWays(others.length);
      return fail(`${who} can take more rights by ${wordsOf(first)}${more}`, {
        evidence: [{ path: 'escalation', value: first.found.path.name }, ...privilege.evidence, ...evidence],
        witness: witness({ rights: privilege.kind, request: first.found.requests[0] ?? null }),
      });
    }
  }
}

/** Its public name, what it reaches and what it does. */
function wordsOf({ found: { path, summary: whole }, reaches }: ProvedPath): string {
  const summary = whole.replace(/\.$/, '');
  return `${path.name} (on ${reaches}): ${summary.slice(0, 1).toLowerCase()}${summary.slice(1)}`;
}

function few(missing: readonly string[]): readonly string[] {
  const rest = missing.length - MOST_MISSING;
  return rest > 0 ? [...missing.slice(0, MOST_MISSING), `and ${rest} more`] : missing;
}

function moreWays(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '; there is 1 more way' : `; there are ${count} more ways`;
}
