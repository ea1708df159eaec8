import type { Remediation, RemediationStatus } from '@podguard/core';

/** Nobody is told of these by themselves: what comes of them is told. */
const SILENT: readonly RemediationStatus[] = ['shadow', 'approved', 'applying', 'undoing'];

export const SERVICE = 'podguard';

type Changes = Partial<Omit<Remediation, 'status' | 'history' | 'version' | 'told'>>;

/** The next version of a remediation, in another status or with a further note. */
export function turned(
  one: Remediation,
  {
    status,
    by,
    note,
    at,
    isNews = !SILENT.includes(status),
  }: {
    readonly status: RemediationStatus;
    readonly by: string;
    readonly note: string;
    readonly at: Date;
    /** Whether people are told of it by itself. */
    readonly isNews?: boolean;
  },
  changes: Changes = {},
): Remediation {
  const history = [...one.history, { status, at: at.toISOString(), by, note }];
  const isAllTold = one.told.turns === one.history.length;
  const turns = isAllTold && !isNews ? history.length : one.told.turns;
  return {
    ...one,
    ...changes,
    status,
    version: one.version + 1,
    history,
    told: { ...one.told, turns },
  };
}

export function isUntold({ told, history, foreign }: Remediation): boolean {
  return told.turns < history.length || told.foreign < foreign.length;
}

/** Approved or proposed, and nobody may apply it any more. */
export function isExpired({ status, expiresAt }: Remediation, now: Date): boolean {
  return (status === 'proposed' || status === 'approved') && expiresAt !== null && now >= new Date(expiresAt);
}
