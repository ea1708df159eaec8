import type { Severity } from '@podguard/core';
import type { Part } from './part.ts';

/** Beside the words, for whoever scrolls. */
const OF_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '🔵',
};

export function markOf({ state, severity }: Pick<Part, 'state' | 'severity'>): string {
  if (state === 'ended') return '✅';
  return state === 'exempt' ? '⚪' : OF_SEVERITY[severity];
}
