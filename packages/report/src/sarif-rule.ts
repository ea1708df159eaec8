import type { Finding, Rule, Severity } from '@podguard/core';
import { plain } from './plain.ts';

export const LEVELS: Readonly<Record<Severity, 'note' | 'warning' | 'error'>> = {
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
};

/** Each in the middle of what GitHub takes for that severity: over 9.0, from 7.0, from 4.0, from 0.1. */
export const SCORES: Readonly<Record<Severity, number>> = { low: 2, medium: 5.5, high: 8, critical: 9.5 };

/** GitHub takes no longer description. */
const LONGEST = 1024;

interface SarifRule {
  readonly id: string;
  readonly [name: string]: unknown;
}

/** A rule of the catalogue, as SARIF's `reportingDescriptor`. */
export function sarifRule(rule: Rule, help: string): SarifRule {
  const { id, title, description, rationale, severity, method, references } = rule;
  const [helpUri] = references.filter((url) => URL.canParse(url));
  return {
    id,
    shortDescription: { text: cut(title) },
    fullDescription: { text: cut(description) },
    help: { text: `${description}\n\n${rationale}`, markdown: help },
    ...(helpUri === undefined ? {} : { helpUri }),
    ...configurationOf(severity, method),
  };
}

/** A rule that the catalogue no longer has, by what its finding tells. */
export function formerRule({ rule, title, severity, method }: Finding): SarifRule {
  const text = cut(plain(title || rule));
  return {
    id: rule,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: 'This rule is not in the catalogue of the Podguard that wrote this file.' },
    ...configurationOf(severity, method),
  };
}

function configurationOf(severity: Severity, method: string): object {
  return {
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['security', method], 'security-severity': SCORES[severity].toFixed(1) },
  };
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
