import {
  canonicalJson,
  type Finding,
  type JsonValue,
  normalPolicyText,
  type Severity,
  severityRank,
} from '@podguard/core';
import type { ReportedDifference } from '@podguard/report';
import { PRESENCE } from './approvals-compare.ts';
import type { Difference, FieldDifference } from './difference.ts';

/** Long enough for most policies; of a longer pair what is about the first difference is shown. */
const MOST_CHARACTERS = 4_000;
const BEFORE = 200;

/** Differences in the words of the report: what is open on the resource decides which is worst. */
export function reportDifferences(
  differences: readonly Difference[],
  findings: readonly Pick<Finding, 'severity' | 'status' | 'resource'>[],
): readonly ReportedDifference[] {
  const worst = new Map<string, Severity>();
  for (const { severity, status, resource } of findings) {
    const known = worst.get(resource.key);
    const isWorse = known === undefined || severityRank(severity) > severityRank(known);
    if (status === 'open' && isWorse) worst.set(resource.key, severity);
  }
  const rankOf = (difference: Difference): number => {
    const severity = worst.get(difference.key);
    const rank = severity === undefined ? 0 : severityRank(severity) + 1;
    return isDrift(difference) ? 100 + rank * 10 + ORIGIN_RANK[difference.origin] : rank;
  };
  return differences
    .toSorted((a, b) => rankOf(b) - rankOf(a) || (a.key < b.key ? -1 : 1) || (a.type < b.type ? -1 : 1))
    .map(toReported);
}

/** What its event is on the way for is none. */
export function isDrift({ origin }: Pick<Difference, 'origin'>): boolean {
  return origin !== 'late';
}

const ORIGIN_RANK: Readonly<Record<Difference['origin'], number>> = {
  'out-of-band': 3,
  'not-asked': 2,
  missed: 1,
  late: 0,
};

function toReported({
  explanation,
  account: _account,
  fields,
  ...difference
}: Difference): ReportedDifference {
  return {
    ...difference,
    fields: fields.map((field) => toWords(withoutUnknown(field, difference.type))),
    explanation: explanation && {
      eventId: explanation.eventId,
      eventName: explanation.eventName,
      at: explanation.at,
      actor: explanation.actor,
    },
  };
}

/** Of what was not there, or is not there any more, nothing is unknown. */
function withoutUnknown(field: FieldDifference, type: Difference['type']): FieldDifference {
  if (type === 'appeared') return { ...field, recorded: null };
  return type === 'gone' ? { ...field, found: null } : field;
}

function toWords({ name, recorded, found }: FieldDifference): ReportedDifference['fields'][number] {
  const words = (value: JsonValue | undefined) => wordsOf(value, name === PRESENCE || name.includes(' '));
  return { name, ...shortened(words(recorded), words(found)) };
}

/** Of a member, and of the resource itself, that it is there is all that a value may say. */
function wordsOf(value: JsonValue | undefined, isThere: boolean): string | null {
  if (value === undefined) return 'not known';
  if (value === null) return null;
  if (isThere && typeof value === 'boolean') return value ? 'there' : null;
  if (typeof value !== 'string') return canonicalJson(value);
  return /^\s*[{[]/.test(value) ? documentText(value) : value;
}

function documentText(document: string): string {
  const text = normalPolicyText(document);
  try {
    return canonicalJson(JSON.parse(text) as JsonValue);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return text;
    throw error;
  }
}

function shortened(
  recorded: string | null,
  found: string | null,
): { readonly recorded: string | null; readonly found: string | null } {
  const long = [recorded, found].some((text) => text !== null && text.length > MOST_CHARACTERS);
  if (!long) return { recorded, found };
  const from =
    recorded === null || found === null ? 0 : Math.max(0, firstDifference(recorded, found) - BEFORE);
  return { recorded: part(recorded, from), found: part(found, from) };
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function part(text: string | null, from: number): string | null {
  if (text === null) return null;
  const shown = text.slice(from, from + MOST_CHARACTERS).toWellFormed();
  const left = text.length - from - shown.length;
  return `${from > 0 ? '…' : ''}${shown}${left > 0 ? `… (${left} more characters)` : ''}`;
}
