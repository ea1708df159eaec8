import { type CloudTrailRecord, createSplitter, readValue, toChanges } from '@podguard/cloudtrail';
import type { OptInEvents } from '@podguard/core';
import type { Reading } from './ingest.ts';

/** Finds the records in bytes of any of the shapes that CloudTrail and EventBridge give them, told apart by content. */
export function createReadEvents(optIn: readonly OptInEvents[]): (bytes: Uint8Array) => readonly Reading[] {
  return (bytes) => readEvents(bytes, optIn);
}

function readEvents(bytes: Uint8Array, optIn: readonly OptInEvents[]): readonly Reading[] {
  const readings: Reading[] = [];
  const splitter = createSplitter({
    value(buffer, start, end, line) {
      readings.push(readOne(buffer.subarray(start, end), line, optIn));
    },
    lost({ line, reason }) {
      readings.push({ line, eventId: null, eventName: null, kind: 'unreadable', reason });
    },
  });
  splitter.push(bytes);
  splitter.end();
  return readings;
}

function readOne(bytes: Uint8Array, line: number, optIn: readonly OptInEvents[]): Reading {
  const result = readValue(bytes);
  switch (result.kind) {
    case 'record':
      return { line, ...told(result.record, optIn) };
    case 'other':
      return { line, eventId: null, eventName: null, kind: 'irrelevant', reason: result.what };
    case 'unreadable':
      return {
        line,
        eventId: result.eventId ?? null,
        eventName: null,
        kind: result.kind,
        reason: result.reason,
      };
  }
}

function told(record: CloudTrailRecord, optIn: readonly OptInEvents[]) {
  const { eventId, eventName, errorCode } = record;
  const mapped = toChanges(record, optIn);
  switch (mapped.kind) {
    case 'changes':
      return { eventId, eventName, kind: mapped.kind, changes: mapped.changes };
    case 'failed-call':
      return { eventId, eventName, kind: mapped.kind, reason: `the call failed: ${errorCode}` };
    case 'irrelevant':
      return { eventId, eventName, kind: mapped.kind, reason: 'it does not change how pods get credentials' };
    case 'unreadable':
      return { eventId, eventName, kind: mapped.kind, reason: mapped.reason };
  }
}
