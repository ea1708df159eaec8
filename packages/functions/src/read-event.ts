import { type CloudTrailRecord, toChanges, toRecord } from '@podguard/cloudtrail';
import type { Change, OptInEvents } from '@podguard/core';

/** What EventBridge sent, read: `record` where it is one of a call. */
export type ReadEvent =
  | { readonly kind: 'changes'; readonly record: CloudTrailRecord; readonly changes: readonly Change[] }
  | { readonly kind: 'nothing'; readonly record: CloudTrailRecord | null }
  | { readonly kind: 'unreadable'; readonly eventId: string | null; readonly reason: string };

/** Never throws. */
export function readEvent(value: unknown, optIn: readonly OptInEvents[]): ReadEvent {
  const result = toRecord(value);
  if (result.kind === 'other') return { kind: 'nothing', record: null };
  if (result.kind === 'unreadable')
    return { kind: 'unreadable', eventId: result.eventId ?? null, reason: result.reason };
  const { record } = result;
  const mapped = toChanges(record, optIn);
  switch (mapped.kind) {
    case 'changes':
      return { kind: 'changes', record, changes: mapped.changes };
    case 'unreadable':
      return { kind: 'unreadable', eventId: mapped.eventId, reason: mapped.reason };
    case 'irrelevant':
    case 'failed-call':
      return { kind: 'nothing', record };
  }
}
