import { type JsonValue, ServiceError, type ServiceState, shortHash } from '@podguard/core';
import { createDigestSum, type Digest } from '@podguard/notify';
import { digestSchema } from './digest-schema.ts';

type State = Pick<ServiceState, 'loadMark' | 'replaceMark'>;

/** A digest has some 30 KB at most, and a mark is one item of the table, of at most 400 KB. */
const MOST = 10;
const ATTEMPTS = 10;
const NO_ROOM = 'Later digests had no room to wait with this one: podguard report has all that is open';

function markOf(channel: string): string {
  return `digests/${channel}`;
}

/** As they lie there, those that cannot be read, too. */
function entriesOf(mark: JsonValue | undefined): readonly JsonValue[] {
  if (mark === undefined) return [];
  return Array.isArray(mark) ? mark : [mark];
}

/**
 * Keeps a digest that a channel is told later, once. Where there is no room for it: false, or with `anyway` the last one that is
 * kept says that there was more.
 */
export async function keepDigest(
  state: State,
  channel: string,
  digest: Digest,
  { anyway = false } = {},
): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const mark = await state.loadMark(markOf(channel));
    const before = entriesOf(mark);
    if (before.some((entry) => digestSchema.safeParse(entry).data?.id === digest.id)) return true;
    const hasRoom = before.length < MOST;
    if (!hasRoom && !anyway) return false;
    const after = hasRoom ? [...before, withoutLink(digest) as unknown as JsonValue] : withNote(before);
    if (await state.replaceMark(markOf(channel), mark, after)) return true;
  }
  throw new ServiceError(
    'store-contended',
    `the digests that wait for channel ${channel} change all the time; it is told again`,
    { retryable: true },
  );
}

/** A link opens for some hours, and has a token in it: what waits is told where the report is. */
export function withoutLink({ reportLink: _, ...digest }: Digest): Digest {
  return digest;
}

function withNote(entries: readonly JsonValue[]): JsonValue[] {
  const last = entries.findLast((entry) => digestSchema.safeParse(entry).success);
  const { data } = digestSchema.safeParse(last);
  const notes = data?.notes.filter((note) => note !== NO_ROOM) ?? [];
  return entries.map((entry) =>
    entry === last ? ({ ...data, notes: [...notes, NO_ROOM] } as unknown as JsonValue) : entry,
  );
}

export interface KeptFor {
  readonly state: State;
  readonly channel: string;
  readonly account: string;
  readonly isTime: (digest: Digest) => boolean;
  readonly tell: (digest: Digest) => Promise<void>;
}

/** Tells what was kept, in order, each taken away once it was told; of one that cannot be read, that. Returns how many digests that was. */
export async function tellKept({ state, channel, account, isTime, tell }: KeptFor): Promise<number> {
  let told = 0;
  for (let attempt = 0; attempt < MOST + ATTEMPTS; attempt += 1) {
    const mark = await state.loadMark(markOf(channel));
    const entries = entriesOf(mark);
    const next = entries.findIndex((entry) => isTime(digestFrom(entry, account)));
    const entry = entries[next];
    if (entry === undefined) break;
    await tell(digestFrom(entry, account));
    if (await state.replaceMark(markOf(channel), mark, entries.toSpliced(next, 1))) told += 1;
  }
  return told;
}

function digestFrom(entry: JsonValue, account: string): Digest {
  const { data } = digestSchema.safeParse(entry);
  if (data !== undefined) return data;
  return createDigestSum().toDigest({
    id: shortHash(['unreadable', JSON.stringify(entry)], 26),
    title: 'A digest that waited cannot be read; another version of podguard may have written it',
    account,
    transitions: 0,
    notes: ['podguard report has all that is open'],
  });
}
