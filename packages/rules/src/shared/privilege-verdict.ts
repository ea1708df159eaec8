import {
  type Evidence,
  fail,
  indeterminate,
  pass,
  undecidable,
  type Verdict,
  type Witness,
} from '@podguard/core';
import type { Privilege, ProvedPath } from './privilege.ts';

const MOST_MISSING = 10;

interface Pods {
  /** Who they are: the summary's beginning. */
  readonly who: string;
  /** What says that they get the role. */
  readonly evidence: readonly Evidence[];
  readonly witness?: (rights: 'administrator' | 'escalation') => Witness | null;
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
        witness: witness?.(privilege.kind) ?? null,
      });
    case 'escalation': {
      const [first, ...others] = privilege.paths;
      const more = others.length === 0 ? '' : `; there are ${others.length} more ways`;
      return fail(`${who} can take more rights by ${wordsOf(first)}${more}`, {
        evidence: [{ path: 'escalation', value: first.found.path.name }, ...privilege.evidence, ...evidence],
        witness: witness?.(privilege.kind) ?? null,
      });
    }
  }
}

/** Its public name, what it reaches and what it does. */
function wordsOf({ found: { path }, reaches }: ProvedPath): string {
  const summary = path.summary.replace(/\.$/, '');
  return `${path.name} (on ${reaches}): ${summary.slice(0, 1).toLowerCase()}${summary.slice(1)}`;
}

function few(missing: readonly string[]): readonly string[] {
  const rest = missing.length - MOST_MISSING;
  return rest > 0 ? [...missing.slice(0, MOST_MISSING), `and ${rest} more`] : missing;
}
