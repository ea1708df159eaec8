import type { JsonValue, ServiceState } from '@podguard/core';
import {
  carryOver,
  createMemoryResults,
  type Difference,
  type RunResults,
  type Unreported,
} from '@podguard/drift';

const MARK = 'drift-untold';
/** The item of a table takes 400 KB. */
const MOST_BYTES = 300_000;

type State = Pick<ServiceState, 'loadMark' | 'replaceMark'>;
type Differences = readonly Difference[];

export interface KeptResults {
  readonly results: RunResults;
  /** What earlier runs found that ended before anybody was told. */
  readonly unreported: readonly Unreported[];
  /** Says that all this was told. */
  told(): Promise<void>;
}

/**
 * Creates results that last as long as the process. What differs is also kept in the store, before it is recorded there: once it is, nobody finds it
 * again, and who stops the process, or has no room for its report, must not hide it. The next run tells it.
 */
export async function createKeptResults(state: State, run: string): Promise<KeptResults> {
  const memory = createMemoryResults();
  const found = new Map<string, Differences>();
  const before = runsIn(await state.loadMark(MARK));
  const unreported = await readable(before);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    unreported,
    results: {
      ...memory,
      async put(id, name, value) {
        await memory.put(id, name, value);
        const differences = differencesIn(name, value);
        if (differences.length === 0) return;
        found.set(name, differences);
        await inTurn(() =>
          replace(state, ({ [run]: _, ...others }) => ({
            ...others,
            [run]: shortened([...found.values()].flat(), MOST_BYTES - bytesOf(others)),
          })),
        );
      },
    },
    async told() {
      const done = new Set([run, ...Object.keys(before)]);
      await inTurn(() =>
        replace(state, (runs) => Object.fromEntries(Object.entries(runs).filter(([id]) => !done.has(id)))),
      );
    },
  };
}

function differencesIn(name: string, value: JsonValue): Differences {
  if (!/^[^/]+\/(scan|reconcile)\//.test(name)) return [];
  const { differences } = value as unknown as { readonly differences: Differences };
  return differences.filter(({ type }) => type !== 'unapproved');
}

/** As many as have room, without what changed where that has none. */
function shortened(differences: Differences, room: number): Differences {
  if (bytesOf(differences) <= room) return differences;
  const short = differences.map((one) => ({ ...one, fields: one.fields.map(({ name }) => ({ name })) }));
  const fitting: Difference[] = [];
  let left = room;
  for (const one of short) {
    left -= bytesOf([one]);
    if (left >= 0) fitting.push(one);
  }
  return fitting;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

async function readable(runs: Runs): Promise<readonly Unreported[]> {
  const all: Unreported[] = [];
  for (const [run, differences] of Object.entries(runs).sort()) {
    const results = createMemoryResults();
    await results.put(run, `${run}/scan/untold`, pageOf(differences));
    if (await canBeRead({ run, results })) all.push({ run, results });
  }
  return all;
}

/** What another version wrote is no reason not to read the account. */
async function canBeRead(one: Unreported): Promise<boolean> {
  const tried = { run: 'tried', kind: 'drift', startedAt: '' } as const;
  return carryOver(tried, createMemoryResults(), [one]).then(
    () => true,
    () => false,
  );
}

function pageOf(differences: JsonValue): JsonValue {
  return {
    ...{ shard: { listing: 'untold', region: '', page: 0 }, listed: true, differences },
    ...{ seen: [], news: [], again: [], gaps: [], last: true },
    counts: { unchanged: 0, changed: 0, appeared: 0, learnt: 0 },
  };
}

type Runs = Readonly<Record<string, JsonValue>>;

function runsIn(mark: JsonValue | undefined): Runs {
  return (mark as { readonly runs?: Runs } | undefined)?.runs ?? {};
}

async function replace(
  state: State,
  change: (runs: Runs) => Readonly<Record<string, unknown>>,
): Promise<void> {
  for (;;) {
    const was = await state.loadMark(MARK);
    const runs = change(runsIn(was)) as Runs;
    if (Object.keys(runs).length === 0 && was === undefined) return;
    if (await state.replaceMark(MARK, was, { runs })) return;
  }
}
