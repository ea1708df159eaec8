import type { Finding, JsonObject, JsonValue, Transition } from '@podguard/core';
import type { TransitionsBody } from './alert-body.ts';
import { cut } from './inert.ts';

/** How long texts, and how many members of lists and values, may be; the last leave out what proves it. */
export const STEPS = [
  { text: 4_000, members: 100, proof: true },
  { text: 1_000, members: 50, proof: true },
  { text: 300, members: 10, proof: true },
  { text: 300, members: 10, proof: false },
  { text: 64, members: 0, proof: false },
] as const;

export type Step = (typeof STEPS)[number];

/** The body, then shorter and shorter ones, which say what was cut. No transition is left out. */
export function* shorterBodies(body: TransitionsBody): Generator<TransitionsBody> {
  yield body;
  for (const step of STEPS) {
    const transitions = body.transitions.map((one) => shortTransition(one, step));
    yield { ...body, by: shortTexts(body.by, step), transitions, cut: noteOf(step) };
  }
}

export function noteOf({ text, members, proof }: Step): string {
  const left = proof ? '' : ', evidence and witness left out';
  return `texts of more than ${text} characters and lists of more than ${members} members were cut${left}; podguard explain has all of it`;
}

function shortTransition(transition: Transition, step: Step): Transition {
  const { by, finding, ended } = transition;
  return {
    ...shortTexts(transition, step),
    by: shortTexts(by, step),
    finding: shortFinding(finding, step),
    ...(ended ? { ended: { ...ended, exemption: shortTexts(ended.exemption, step) } } : {}),
  };
}

export function shortFinding(finding: Finding, step: Step): Finding {
  const { text, members, proof } = step;
  const { evidence, witness, reasons, changes } = finding;
  const { opened, resolved, exemption, acknowledged, owner } = finding;
  return {
    ...shortTexts(finding, step),
    resource: shortTexts(finding.resource, step),
    opened: opened && shortTexts(opened, step),
    resolved: resolved && shortTexts(resolved, step),
    exemption: exemption && shortTexts(exemption, step),
    acknowledged: acknowledged && shortTexts(acknowledged, step),
    owner: owner && shortTexts(owner, step),
    evidence: proof
      ? evidence
          .slice(0, members)
          .map(({ path, value }) => ({ path: cut(path, text), value: shortValue(value, step) }))
      : [],
    witness:
      proof && witness !== null
        ? { text: cut(witness.text, text), request: shortValue(witness.request, step) }
        : null,
    reasons: reasons.slice(0, members).map((reason) => cut(reason, text)),
    changes: members === 0 ? [] : changes.slice(-members),
  };
}

/** With each text of its own cut. */
export function shortTexts<T extends object>(object: T, { text }: Step): T {
  const entries = Object.entries(object).map(([name, value]) => [
    name,
    typeof value === 'string' ? cut(value, text) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

export function shortValue(value: JsonValue, step: Step): JsonValue {
  const { text, members } = step;
  if (typeof value === 'string') return cut(value, text);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const shown = value.slice(0, members).map((one) => shortValue(one, step));
    return value.length > members ? [...shown, `… and ${value.length - members} more`] : shown;
  }
  const entries = Object.entries(value);
  const shown = entries.slice(0, members).map(([name, one]) => [cut(name, text), shortValue(one, step)]);
  if (entries.length > members) shown.push(['…', `${entries.length - members} more`]);
  return Object.fromEntries(shown) as JsonObject;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
