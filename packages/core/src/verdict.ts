import type { JsonValue } from './json.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** A value that decided, and where it is in the state or in the policy document. */
export interface Evidence {
  readonly path: string;
  readonly value: JsonValue;
}

/** The concrete request that proves an accusation, in words and as data. */
export interface Witness {
  readonly text: string;
  readonly request: JsonValue;
  /** All that is open, of which the request is one: what `covers` compares. No part of a finding. */
  readonly extent?: JsonValue;
}

export interface Fail {
  readonly status: 'fail';
  /** One line, for a person. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly witness: Witness | null;
  /** Where it differs from the rule's own severity, with the reason. */
  readonly graded?: { readonly severity: Severity; readonly because: string };
}

export interface Indeterminate {
  readonly status: 'indeterminate';
  readonly missing: readonly string[];
  /** All that the resource itself says is known, and could not be decided: knowing more of others would not help. */
  readonly undecidable?: true;
  /** Why the rule itself failed: it threw, or gave no verdict. */
  readonly failed?: string;
}

export type Verdict =
  | Fail
  | { readonly status: 'pass' }
  | { readonly status: 'not-applicable'; readonly because: string }
  | Indeterminate;

export function fail(summary: string, detail: Omit<Partial<Fail>, 'status' | 'summary'> = {}): Fail {
  return { status: 'fail', summary, evidence: [], witness: null, ...detail };
}

export const pass: Verdict = { status: 'pass' };

export function notApplicable(because: string): Verdict {
  return { status: 'not-applicable', because };
}

/** What was missing, by name: a field, a resource's key. */
export function indeterminate(...missing: string[]): Verdict {
  return { status: 'indeterminate', missing };
}

/** What could not be decided of a document that is there: an assumption, a fault in it. */
export function undecidable(...missing: string[]): Verdict {
  return { status: 'indeterminate', missing, undecidable: true };
}

/** A rule that has a fault decides nothing, whatever is known. */
export function ruleFailed(reason: string): Verdict {
  return {
    status: 'indeterminate',
    missing: [`the rule failed: ${reason}`],
    undecidable: true,
    failed: reason,
  };
}

/** What makes it no verdict, or undefined: not every rule is written in TypeScript, nor with care. */
export function verdictFault(value: unknown): string | undefined {
  const { status, ...rest } = (value ?? {}) as Partial<Record<string, unknown>>;
  switch (status) {
    case 'pass':
      return undefined;
    case 'not-applicable':
      return typeof rest.because === 'string' ? undefined : 'it does not say because of what';
    case 'indeterminate':
      return isTexts(rest.missing) ? undefined : 'it does not name what is missing';
    case 'fail':
      return failFault(rest);
    default:
      return value instanceof Promise ? 'it is a promise; rules are synchronous' : 'it has no known status';
  }
}

function failFault({
  summary,
  evidence,
  witness,
  graded,
}: Partial<Record<string, unknown>>): string | undefined {
  if (typeof summary !== 'string' || summary === '') return 'it has no summary';
  if (!Array.isArray(evidence)) return 'it has no evidence';
  const bad = evidence.findIndex((one) => typeof one?.path !== 'string' || !isJson(one.value));
  if (bad >= 0) return `its evidence ${String(evidence[bad]?.path)} is no path with a JSON value`;
  if (witness !== null && !isWitness(witness)) return 'its witness is none; without one it is null';
  return graded === undefined ? undefined : gradeFault(graded as NonNullable<Fail['graded']>);
}

function isWitness(value: unknown): value is Witness {
  const { text, request } = (value ?? {}) as Partial<Witness>;
  return typeof text === 'string' && request !== undefined && isJson(value);
}

function gradeFault(graded: NonNullable<Fail['graded']> | null): string | undefined {
  if (!SEVERITIES.includes(graded?.severity as Severity)) return 'it is graded with no known severity';
  return typeof graded?.because === 'string' ? undefined : 'it is graded without a reason';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && !value.includes(undefined) && value.every((one) => typeof one === 'string');
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  // `every` passes over holes, which are no JSON.
  if (Array.isArray(value)) return !value.includes(undefined) && value.every(isJson);
  return (
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every(isJson)
  );
}
