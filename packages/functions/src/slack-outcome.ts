import type { PersonAction } from '@podguard/core';
import { plain } from '@podguard/report';
import type { SlackUser } from './action-message.ts';

/** Whom a record names. The id is Slack's, and nobody can choose it; brackets in the name could be taken for it. */
export function authorOf({ id, name }: SlackUser): string {
  return `${plain(name).replaceAll(/[()]/g, '')} (slack ${id})`;
}

/** For all who read the thread; undefined where it concerns only whoever asked, or the channel tells it itself. */
export function threadText(user: string, { kind, outcome, finding, rule }: PersonAction): string | undefined {
  if (kind !== 'acknowledge' || outcome !== 'done') return undefined;
  return `Acknowledged by <@${user}>: ${finding} (${rule}) stays open, and nobody is reminded of it.`;
}

/** For whoever asked; no text of Slack's formatting. */
export function personText({ kind, outcome, note, finding }: PersonAction): string {
  const wished = kind === 'acknowledge' ? 'Acknowledging' : 'Exempting';
  switch (outcome) {
    case 'done':
      return `Done: finding ${finding} is ${plain(note)}.`;
    case 'nothing-to-do':
      return `${wished} ${finding} changed nothing: ${plain(note)}.`;
    case 'refused':
      return `${wished} ${finding} was refused: ${plain(note)}. This is on record.`;
  }
}

export function failedText(): string {
  return 'What you asked for failed several times, and is not tried again by itself. Operators have an alarm; look at the finding before you ask again.';
}
