import type { Finding, Remediation, RemediationTurn } from '@podguard/core';
import { toMessageBody } from './message-body.ts';

const SUMMARY_LENGTH = 2_000;

/** The body of a message that tells of a remediation, cut where it must be: all of it is in the store. */
export function remediationBody(remediation: Remediation, finding: Finding | null, maxBytes: number): string {
  const bodyOf = (one: Remediation, about: Finding | null): string =>
    toMessageBody({ podguard: 'remediation', remediation: one, finding: about });
  const bare = finding && withoutProof(finding);
  const ways = [
    () => bodyOf(remediation, finding),
    () => bodyOf(remediation, bare),
    () => bodyOf(withoutCalls(remediation), bare),
  ];
  for (const way of ways) {
    const body = way();
    if (Buffer.byteLength(body) <= maxBytes) return body;
  }
  return bodyOf(withoutFields(remediation), null);
}

function withoutProof(finding: Finding): Finding {
  return {
    ...finding,
    summary: finding.summary.slice(0, SUMMARY_LENGTH).toWellFormed(),
    evidence: [],
    witness: null,
    reasons: [`what decided it has no room in a message: \`podguard explain ${finding.id}\` shows it all`],
  };
}

/** The words of each step stay. */
function withoutCalls(remediation: Remediation): Remediation {
  const { plan } = remediation;
  if (plan === null) return remediation;
  return {
    ...remediation,
    plan: {
      ...plan,
      steps: plan.steps.map((step) => ({ ...step, input: {} })),
      undo: [],
      facts: [...plan.facts, noted(remediation, 'The calls have no room in a message')],
    },
  };
}

function withoutFields(remediation: Remediation): Remediation {
  const { plan, history } = remediation;
  const less = { ...remediation, history: history.map(withShortNote) };
  if (plan === null) return less;
  const note = noted(remediation, 'What is changed, and by which calls, has no room in a message');
  const { byPeople: _, ...rest } = plan;
  return {
    ...less,
    plan: { ...rest, steps: [], undo: [], fields: [], mayBreak: [], facts: [note], ends: [], opens: [] },
  };
}

/** All turns stay, since by their number it is known which are told. */
function withShortNote(turn: RemediationTurn, at: number, { length }: readonly unknown[]): RemediationTurn {
  return { ...turn, note: turn.note.slice(0, at < length - 10 ? 40 : 500).toWellFormed() };
}

function noted({ id }: Remediation, what: string): string {
  return `${what}: \`podguard remediations approve ${id}\` shows all of it`;
}
