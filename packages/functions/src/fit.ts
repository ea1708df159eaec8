import type { Finding, Transition } from '@podguard/core';
import { toMessageBody, toSafeJson } from './message-body.ts';

const NOTE_BYTES = 200;
const WITNESS_LENGTH = 4_000;
const SUMMARY_LENGTH = 2_000;
const CHANGES = 20;

interface How {
  readonly maxBytes: number;
  readonly silent?: true;
}

/** The bodies of messages that tell transitions, in their order: one where they fit, else one for each, cut where it must be. */
export function transitionBodies(transitions: readonly Transition[], how: How): readonly string[] {
  const whole = wholeBody(transitions, how);
  if (Buffer.byteLength(whole) <= how.maxBytes) return [whole];
  if (transitions.length > 1) return transitions.flatMap((one) => transitionBodies([one], how));
  return transitions.map((one) => cutBody(one, how));
}

function wholeBody(transitions: readonly Transition[], { silent }: How): string {
  return toMessageBody({
    podguard: 'transitions',
    transitions: [...transitions],
    ...(silent === undefined ? {} : { silent }),
  });
}

/** The longest pieces of evidence go first, then what proves it: all of it is in the store. */
function cutBody(transition: Transition, how: How): string {
  const { finding } = transition;
  const bodyOf = (less: Partial<Finding>): string =>
    wholeBody([{ ...transition, finding: { ...finding, ...less } }], how);
  const bare = bodyOf({ evidence: [] });
  const room = how.maxBytes - Buffer.byteLength(bare) - NOTE_BYTES;
  if (room >= 0) {
    const evidence = withinBytes(finding.evidence, room);
    const note = `${finding.evidence.length - evidence.length} pieces of evidence have no room in a message`;
    return bodyOf({ evidence, reasons: [...finding.reasons, noted(note, finding)] });
  }
  const { witness } = finding;
  return bodyOf({
    summary: shortened(finding.summary, SUMMARY_LENGTH),
    evidence: [],
    witness: witness && { text: shortened(witness.text, WITNESS_LENGTH), request: null },
    reasons: [noted('what decided it has no room in a message', finding)],
    changes: finding.changes.slice(-CHANGES),
  });
}

/** As many as fit, the shortest first, in their order. */
function withinBytes(evidence: Finding['evidence'], room: number): Finding['evidence'] {
  const sized = evidence.map((one) => ({ one, bytes: Buffer.byteLength(toSafeJson(one)) + 1 }));
  const kept = new Set<Finding['evidence'][number]>();
  let left = room;
  for (const { one, bytes } of sized.sort((a, b) => a.bytes - b.bytes)) {
    left -= bytes;
    if (left < 0) break;
    kept.add(one);
  }
  return evidence.filter((one) => kept.has(one));
}

function noted(note: string, { id }: Finding): string {
  return `${note}: \`podguard explain ${id}\` shows it all`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}...`;
}
