import { pendingKeyOf, type StreamedRow } from '@podguard/store';
import type { Asked } from './dispatch.ts';
import type { Failures } from './evaluate.ts';
import { type AskingRecord, identityOf } from './identity.ts';
import { parseDueMessage } from './messages.ts';

/** What records ask to be dispatched; `failures` are those that cannot be read. */
export function askedBy(records: readonly AskingRecord[]): {
  readonly asked: readonly Asked[];
  readonly failures: Failures;
} {
  const asked: Asked[] = [];
  const failures = new Map<string, unknown>();
  for (const record of records) {
    const id = identityOf(record);
    try {
      const key = 'messageId' in record ? parseDueMessage(record.body).key : pendingKeyOf(rowOf(record));
      if (key !== undefined) asked.push({ id, key });
    } catch (error) {
      failures.set(id, error);
    }
  }
  return { asked, failures };
}

function rowOf({ dynamodb }: Exclude<AskingRecord, { readonly messageId: string }>): StreamedRow | undefined {
  return dynamodb?.NewImage as StreamedRow | undefined;
}
