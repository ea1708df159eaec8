import type { Finding, Transition } from '@podguard/core';
import { toMessageBody, toSafeJson } from './messages.ts';

const NOTE_BYTES = 200;
const WITNESS_LENGTH = 4_000;
const SUMMARY_LENGTH = 2_000;
const CHANGES = 20;

/** The bodies of messages that tell transitions, in their order: one where they fit, else one for each, cut where it must be. */
export function transitionBodies(transitions: readonly Transition[], maxBytes: number): readonly string[] {
  const whole = toMessageBody({ podguard: 'transitions', transitions: [...transitions] });
  if (Buffer.byteLength(whole) <= maxBytes) return [whole];
  if (transitions.length > 1) return transitions.flatMap((one) => transitionBodies([one], maxBytes));
  return transitions.map((one) => cutBody(one, maxBytes));
}

/** The longest pieces of evidence go first, then what proves it: all of it is in the store. */
function cutBody(transition: Transition, maxBytes: number): string {
  const { finding } = transition;
  const bare = bodyOf(transition, { evidence: [] });
  const room = maxBytes - Buffer.byteLength(bare) - NOTE_BYTES;
  if (room >= 0) {
    const evidence = withinBytes(finding.evidence, room);
    const note = `${finding.evidence.length - evidence.length} pieces of evidence have no room in a message`;
    return bodyOf(transition, { evidence, reasons: [...finding.reasons, noted(note, finding)] });
  }
  const { witness } = finding;
  return bodyOf(transition, {
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

function bodyOf(transition: Transition, less: Partial<Finding>): string {
  const finding = { ...transition.finding, ...less };
  return toMessageBody({ podguard: 'transitions', transitions: [{ ...transition, finding }] });
}

function noted(note: string, { id }: Finding): string {
  return `${note}: \`podguard explain ${id}\` shows it all`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}...`;
}
