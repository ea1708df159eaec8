import type { Finding, Severity } from '@podguard/core';

export const ACTIVITIES = {
  create: { id: 1, name: 'Create' },
  update: { id: 2, name: 'Update' },
  close: { id: 3, name: 'Close' },
} as const;
export const SEVERITY_OF: Readonly<
  Record<Severity, { readonly severity_id: number; readonly severity: string }>
> = {
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

export function statusOf({ status, acknowledged, resolved, unverified }: Finding) {
  if (status === 'resolved')
    return {
      status_id: 4,
      status: 'Resolved',
      ...(resolved === null ? {} : { status_detail: resolved.reason }),
    };
  if (status === 'exempt') return { status_id: 3, status: 'Suppressed', status_detail: 'exempt' };
  const detail = unverified ? { status_detail: 'its present state cannot be judged' } : {};
  if (acknowledged !== null) return { status_id: 2, status: 'In Progress', ...detail };
  return { status_id: 1, status: 'New', ...detail };
}

/** What ended otherwise than by being mended passes no check. */
export function resultOf({ status, resolved, unverified }: Finding) {
  if (status === 'resolved')
    return resolved?.reason === 'fixed'
      ? { status_id: 1, status: 'Pass' }
      : { status_id: 99, status: 'Other', status_code: resolved?.reason ?? 'resolved' };
  return unverified ? { status_id: 2, status: 'Warning' } : { status_id: 3, status: 'Fail' };
}
