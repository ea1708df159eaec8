import type { Evidence } from '@podguard/core';
import type { NodeRight } from './node-rights.ts';

const MOST_EVIDENCE = 20;
const MOST_NAMES = 4;

/** The policies that give rights, each followed by the places where it was read. */
export function rightEvidence(rights: readonly NodeRight[]): readonly Evidence[] {
  const policies = new Set(rights.map(({ policy }) => policy));
  return [...policies]
    .flatMap((policy): readonly Evidence[] => [
      { path: policy.startsWith('arn:') ? 'policyArn' : 'policyName', value: policy },
      ...rights.flatMap((right) =>
        right.policy === policy && right.path !== null ? [{ path: right.path, value: right.text }] : [],
      ),
    ])
    .slice(0, MOST_EVIDENCE);
}

/** The first few by name; an action that several statements allow once. */
export function shortList(rights: readonly NodeRight[]): string {
  const names = [...new Set(rights.map(({ text }) => text))];
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
