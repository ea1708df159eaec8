import type { NoteUpdate, WorkflowStatus } from '@aws-sdk/client-securityhub';
import type { ServiceState, Transition } from '@podguard/core';
import { plain } from '@podguard/report';
import { cut } from '../inert.ts';
import { exemptionEndWords } from '../type-words.ts';

/** Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html */
const NOTE_LENGTH = 512;
/** Longer than an exemption may last. */
const KEEP_SECONDS = 400 * 86_400;

/** What people decided, as Security Hub keeps it. */
export interface WorkflowChange {
  readonly status: Extract<WorkflowStatus, 'NEW' | 'SUPPRESSED'>;
  readonly note: NoteUpdate;
}

export interface Suppressions {
  /** What has to be changed of a finding's workflow: what people changed in Security Hub stays as it is. */
  changeFor(transition: Transition): Promise<WorkflowChange | undefined>;
  /** Keeps that it was changed. */
  changed(transition: Transition, change: WorkflowChange): Promise<void>;
}

/**
 * A finding that was suppressed stays so when it ends and begins again, exempt or not: it is remembered which were suppressed
 * here, so that those are shown again, and only those.
 */
export function createSuppressions(
  channel: string,
  state: Pick<ServiceState, 'loadMark' | 'saveMark'>,
): Suppressions {
  const nameOf = ({ finding }: Transition): string => `security-hub/${channel}/${finding.id}`;
  return {
    async changeFor(transition) {
      const { type, finding } = transition;
      if (finding.status === 'resolved') return undefined;
      if (finding.status === 'exempt') return suppressed(transition);
      if (type === 'exemption-ended' || (await state.loadMark(nameOf(transition))) === 'suppressed')
        return shownAgain(transition);
      return undefined;
    },
    async changed(transition, { status }) {
      const value = status === 'SUPPRESSED' ? 'suppressed' : 'shown';
      await state.saveMark(nameOf(transition), value, KEEP_SECONDS);
    },
  };
}

function suppressed({ finding: { exemption } }: Transition): WorkflowChange {
  const words =
    exemption === null
      ? 'Exempt'
      : `Exempt until ${exemption.until} (${exemption.id}), by ${exemption.author}: ${exemption.reason}`;
  return { status: 'SUPPRESSED', note: noteOf(words) };
}

function shownAgain({ ended }: Transition): WorkflowChange {
  const why =
    ended === undefined
      ? ''
      : `: ${exemptionEndWords(ended)} (${ended.exemption.id}, by ${ended.exemption.author})`;
  return { status: 'NEW', note: noteOf(`No longer exempt${why}`) };
}

function noteOf(words: string): NoteUpdate {
  return { Text: cut(plain(words).toWellFormed(), NOTE_LENGTH), UpdatedBy: 'podguard' };
}
