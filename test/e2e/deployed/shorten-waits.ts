import type { Call } from './call.ts';

const LONGEST_SECONDS = 1;

type Entry = Readonly<Record<string, unknown>>;

/** What says how long a message waits. */
const WAITS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'DelaySeconds',
  ChangeMessageVisibilityBatch: 'VisibilityTimeout',
  ChangeMessageVisibility: 'VisibilityTimeout',
};

/** Messages that are to come in minutes come at once, be it for the first time or again. */
export function shortenWaits({ service, operation }: Call, body: string): string {
  const name = service === 'sqs' ? WAITS[operation] : undefined;
  if (name === undefined) return body;
  const shorter = (entry: Entry): Entry =>
    entry[name] === undefined ? entry : { ...entry, [name]: Math.min(Number(entry[name]), LONGEST_SECONDS) };
  const { Entries, ...rest } = JSON.parse(body) as Entry & { readonly Entries?: readonly Entry[] };
  return JSON.stringify(Entries === undefined ? shorter(rest) : { ...rest, Entries: Entries.map(shorter) });
}
