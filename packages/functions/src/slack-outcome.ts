import type { PersonAction } from '@podguard/core';
import { plain } from '@podguard/report';
import type { SlackUser } from './action-message.ts';

/** Whom a record names. The id is Slack's, and nobody can choose it; brackets in the name could be taken for it. */
export function authorOf({ id, name }: SlackUser): string {
  return `${plain(name).replaceAll(/[()]/g, '')} (slack ${id})`;
}

/** For all who read the thread; undefined where it concerns only whoever asked, or the channel tells it itself. */
export function threadText(user: string, action: PersonAction): string | undefined {
  const { kind, outcome, finding, rule, remediation = '', note } = action;
  if (outcome !== 'done') return undefined;
  switch (kind) {
    case 'acknowledge':
      return `Acknowledged by <@${user}>: ${finding} (${rule}) stays open, and nobody is reminded of it.`;
    case 'approve':
      // That somebody else has to approve it, too, is told as a turn of the remediation.
      if (note.startsWith('approved; ')) return undefined;
      // What others wrote is in none of the two.
      return `Approved by <@${user}>: ${remediation} is ${note}.`;
    case 'exempt':
    case 'reject':
      return undefined;
  }
}

/** For whoever asked; no text of Slack's formatting. */
export function personText({ kind, outcome, note, finding, remediation }: PersonAction): string {
  const what = remediation === undefined ? finding : `remediation ${remediation} of ${finding}`;
  switch (outcome) {
    case 'done':
      return `Done: ${remediation === undefined ? 'finding ' : ''}${what} is ${plain(note)}.`;
    case 'nothing-to-do':
      return `${WISHED[kind]} ${what} changed nothing: ${plain(note)}.`;
    case 'refused':
      return `${WISHED[kind]} ${what} was refused: ${plain(note)}. This is on record.`;
  }
}

const WISHED: Readonly<Record<PersonAction['kind'], string>> = {
  acknowledge: 'Acknowledging',
  exempt: 'Exempting',
  approve: 'Approving',
  reject: 'Rejecting',
};

export function failedText(): string {
  return 'What you asked for failed several times, and is not tried again by itself. Operators have an alarm; look at the finding before you ask again.';
}
