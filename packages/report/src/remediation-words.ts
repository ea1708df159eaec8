import {
  countPeople,
  mayBeOnePerson,
  type Remediation,
  type RemediationStatus,
  SERVICE_ACTOR,
} from '@podguard/core';
import { time } from './time.ts';

const STATUS_WORDS: Readonly<Record<RemediationStatus, string>> = {
  shadow: 'Recorded in shadow mode',
  refused: 'Not remediated',
  proposed: 'Remediation proposed',
  approved: 'Remediation approved',
  rejected: 'Remediation rejected',
  expired: 'Remediation expired',
  applying: 'Remediation under way',
  verified: 'Remediated',
  failed: 'Remediation failed',
  undoing: 'Remediation is being undone',
  undone: 'Remediation undone',
};

/** What has become of it, as a headline. */
export function remediationHeadline(one: Pick<Remediation, 'status' | 'history'>): string {
  return isUndoFailed(one) ? 'Undoing failed' : STATUS_WORDS[one.status];
}

/** It was applied, and could not be taken back. */
export function isUndoFailed({ status, history }: Pick<Remediation, 'status' | 'history'>): boolean {
  return status === 'failed' && history.some((turn) => turn.status === 'undoing');
}

/** Whether there is anything to take back. */
export function isUndoable({ status, applied }: Pick<Remediation, 'status' | 'applied'>): boolean {
  return status === 'verified' || (status === 'failed' && applied?.unchanged === undefined);
}

const TURN_WORDS: Readonly<Record<RemediationStatus, string>> = {
  shadow: 'Recorded in shadow mode',
  refused: 'Refused',
  proposed: 'Proposed',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
  applying: 'Begun',
  verified: 'Applied and verified',
  failed: 'Failed',
  undoing: 'Undoing begun',
  undone: 'Undone and verified',
};

/** A turn on one line: what, when, by whom, and what was noted; the plan's summary, which stands above, is no news. */
export function turnWords(
  { status, at, by, note }: Remediation['history'][number],
  summary: string | null | undefined,
): string {
  const [, step = '', rest = ''] = /^(approved|not now|not undone)\b[:;]? ?(.*)$/s.exec(note) ?? [];
  const within = WITHIN_A_STATUS[step];
  const isWithin = within?.statuses.includes(status) === true;
  const what = isWithin ? within.words : TURN_WORDS[status];
  const more = isWithin ? rest : note;
  return `${what} ${time(at)} by ${by}${more === '' || more === summary ? '' : `: ${more}`}`;
}

/** Turns that leave it in the status that it had, as the first of two approvals does, by what their notes begin with. */
const WITHIN_A_STATUS: Readonly<
  Record<string, { readonly words: string; readonly statuses: readonly RemediationStatus[] }>
> = {
  approved: { words: 'Approved', statuses: ['proposed', 'approved'] },
  'not now': { words: 'Put off', statuses: ['approved'] },
  'not undone': { words: 'Not undone', statuses: ['verified', 'failed'] },
};

/** Who approved it, or who still has to. */
export function approvalWords({
  approvals,
  approvalsNeeded,
  status,
}: Pick<Remediation, 'approvals' | 'approvalsNeeded' | 'status'>): string {
  const isAuto = approvals.length > 0 && approvals.every(({ by }) => by === SERVICE_ACTOR);
  const who = isAuto ? 'nobody was asked, as configured' : approvals.map(({ by }) => by).join(', ');
  const missing = approvalsNeeded - countPeople(approvals);
  if (status !== 'proposed' || missing <= 0) return who === '' ? 'nobody' : who;
  const need = `${missing} ${approvals.length > 0 ? 'more' : approvalsNeeded === 1 ? 'person' : 'different people'}`;
  return who === '' ? `${need} needed` : `${who}; ${need} needed${twoWaysWords(approvals)}`;
}

/** Why not all that approved count as different people, and what is to be done then; else nothing. */
export function twoWaysWords(approvals: Remediation['approvals']): string {
  if (!mayBeOnePerson(approvals)) return '';
  return ', since who approved in Slack, as an IAM user, by IAM Identity Center or by a role may be one person: somebody else approves it, too';
}

/** A change of somebody else's between reading and writing, on one line. */
export function foreignWords({ at, by, eventName, eventId }: Remediation['foreign'][number]): string {
  return `${by} changed it by ${eventName} at ${time(at)}, between our reading and our writing (event ${eventId})`;
}

/** The guards that said no, with why; without those that the history tells of. */
export function refusalWords({
  guards,
  history,
}: Pick<Remediation, 'guards' | 'history'>): readonly string[] {
  return guards.flatMap((answer) => {
    if (answer.ok || history.some(({ note }) => note.includes(answer.reason))) return [];
    return [`${answer.guard}: ${answer.reason}${answer.unanswerable ? ' (it could not be found out)' : ''}`];
  });
}
