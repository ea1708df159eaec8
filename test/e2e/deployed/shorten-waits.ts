import type { Call } from './call.ts';

const LONGEST_SECONDS = 1;

interface Delayed {
  readonly DelaySeconds?: number;
}

/** Messages that are to come in minutes come at once. */
export function shortenWaits({ service, operation }: Call, body: string): string {
  if (service !== 'sqs' || operation !== 'SendMessageBatch') return body;
  const batch = JSON.parse(body) as { readonly Entries: readonly Delayed[] };
  const Entries = batch.Entries.map((entry) =>
    entry.DelaySeconds === undefined
      ? entry
      : { ...entry, DelaySeconds: Math.min(entry.DelaySeconds, LONGEST_SECONDS) },
  );
  return JSON.stringify({ ...batch, Entries });
}
