import { type JsonValue, type ServiceState, shortHash } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import * as z from 'zod/mini';
import { digestSchema } from './digest-schema.ts';
import { withoutLink } from './kept-digests.ts';
import { type QuietSum, type QuietSumDeps, sumQuiet } from './quiet-sum.ts';

export interface TellQuietDeps extends QuietSumDeps {
  /** May be called again with the same digest after a crash. */
  readonly tellDigest: (digest: Digest) => Promise<void>;
  readonly state: Pick<ServiceState, 'listQuiet' | 'removeQuiet' | 'loadMark' | 'saveMark' | 'replaceMark'>;
  readonly account: string;
}

export interface QuietAbout {
  /** What it is about; `count` is of the transitions in it. */
  readonly title: string | ((count: number) => string);
  /** A run is told of once, and where nothing was kept, too. */
  readonly run?: string;
  readonly report?: string;
  readonly reportLink?: string;
  readonly notes?: readonly string[];
}

/** Tells what was kept; returns how many transitions that was. */
export type TellQuiet = (about: QuietAbout) => Promise<number>;

/** A mark is one item of the table, of at most 400 KB: further ids have marks of their own. */
const IDS_A_MARK = 5_000;

const ids = z.array(z.string());
const written = z.strictObject({
  phase: z.enum(['written', 'told', 'removed']),
  digest: digestSchema,
  ids,
  parts: z.int(),
});
const part = z.strictObject({ digest: z.string(), ids });

type Written = Readonly<z.output<typeof written>>;

/**
 * Creates what tells the transitions that were kept, together in one digest. It is written down before it is sent: after a
 * crash at any moment the same is sent again, or what it told is removed without it. Of several at once one goes on.
 */
export function createTellQuiet(deps: TellQuietDeps): TellQuiet {
  const { state, box } = deps;
  const name = markOf(box);
  return async (about) => {
    let told = 0;
    let isMade = false;
    for (;;) {
      const mark = await state.loadMark(name);
      const { data: at } = written.safeParse(mark);
      if (at !== undefined && at.phase !== 'removed') {
        const next = await goOn(at, deps);
        const isMine = await state.replaceMark(name, mark, next as unknown as JsonValue);
        if (isMine && next.phase === 'told') told += at.digest.transitions;
        continue;
      }
      if (isMade || (about.run !== undefined && at?.digest.id === about.run)) return told;
      const now = await writeDown(about, deps);
      if (now === undefined) return told;
      isMade = await state.replaceMark(name, mark, now as unknown as JsonValue);
    }
  };
}

/** Sums up what was kept; nothing where it is nothing, and no run's. */
async function writeDown(about: QuietAbout, deps: TellQuietDeps): Promise<Written | undefined> {
  const { title, run, report = null, reportLink } = about;
  const { ids, sum, types, ...left } = await sumQuiet(deps);
  if (ids.length === 0 && run === undefined) return undefined;
  const id = run ?? shortHash(ids, 26);
  const { account } = deps;
  const transitions = ids.length;
  const told = typeof title === 'string' ? title : title(transitions);
  const digest = sum.toDigest({
    ...{ id, title: told, account, transitions, report, reportLink },
    ...(deps.box === undefined ? {} : { types }),
    notes: [...notesOf(left), ...(about.notes ?? [])],
  });
  const [first = [], ...others] = chunks(ids);
  for (const [index, some] of others.entries())
    await deps.state.saveMark(partName(deps.box, index), { digest: id, ids: some });
  return { phase: 'written', digest, ids: first, parts: others.length } as Written;
}

/** Sends what is written, then removes what was told. */
async function goOn(at: Written, { tellDigest, state, box }: TellQuietDeps): Promise<Written> {
  if (at.phase === 'written') {
    await tellDigest(at.digest);
    return { ...at, phase: 'told', digest: withoutLink(at.digest) } as Written;
  }
  await state.removeQuiet(at.ids, box);
  for (let index = 0; index < at.parts; index += 1) {
    const { data } = part.safeParse(await state.loadMark(partName(box, index)));
    // One that another digest wrote is its own: what is not removed here is told again.
    if (data?.digest === at.digest.id) await state.removeQuiet(data.ids, box);
  }
  return { ...at, phase: 'removed', ids: [], parts: 0 };
}

function notesOf({ unreadable, isFull }: Pick<QuietSum, 'unreadable' | 'isFull'>): readonly string[] {
  const cannot = `${unreadable} of these changes cannot be read; another version of podguard may have written them: podguard report has all that is open`;
  const rest = 'More has waited than one digest tells: the rest comes with the next';
  return [...(unreadable > 0 ? [cannot] : []), ...(isFull ? [rest] : [])];
}

function chunks(all: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(all.length / IDS_A_MARK) }, (_, at) =>
    all.slice(at * IDS_A_MARK, (at + 1) * IDS_A_MARK),
  );
}

function markOf(box: string | undefined): string {
  return box === undefined ? 'digest' : `digest/${box}`;
}

function partName(box: string | undefined, index: number): string {
  return `${markOf(box)}/${index}`;
}
