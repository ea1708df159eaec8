import type { Readable } from 'node:stream';
import { type ArchiveProgress, readArchive, type Source } from '@podguard/archive';
import { toChanges, wantedEvents } from '@podguard/cloudtrail';
import {
  type Catalogue,
  type Config,
  createFindingContext,
  eventGroups,
  type Finding,
  type FindingExemption,
  findingsOf,
  type Store,
  type Unreached,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { withAccountsMissed } from './accounts-missed.ts';
import { createJudging } from './judging.ts';

export interface ScanDeps {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  /** Take the paths that are theirs. */
  readonly sources?: readonly Source[];
  /** As of when findings are exempt. */
  readonly at: Date;
  /** Told of each part that could not be read. */
  readonly onProblem: (message: string) => void;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

export interface Undecided extends Unreached {
  readonly resource: string;
  /** Somebody accepted it as it is, `check` says. */
  readonly exemption?: FindingExemption | null;
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Rules that lacked known accounts, by id: for what is now, or for what was for a while. */
  readonly accountsMissed: ReadonlySet<string>;
  readonly records: number;
  /** Records of events that are watched, also of calls that failed, also those of which not all can be read. */
  readonly relevant: number;
  /** Records. */
  readonly unreadable: number;
  /** Files in directories that are no files of records by their names or folders. */
  readonly passedOver: number;
  /** Files, objects and regions that could not be read, or not to the end. */
  readonly problems: number;
  readonly bytes: number;
}

/** Judges the records of files: every finding that they opened, in order of opening, each with its end if it ended. */
export async function scan(paths: readonly string[], deps: ScanDeps): Promise<ScanResult> {
  const { signal, stdin } = deps;
  const store = createMemoryStore();
  const { catalogue, missed: accountsMissed } = withAccountsMissed(deps.catalogue, deps.config);
  const settler = createJudging(store, { ...deps, catalogue });
  const counts = { records: 0, relevant: 0, unreadable: 0, passedOver: 0, problems: 0, bytes: 0 };

  const options = {
    wanted: wantedEvents(eventGroups(deps.config)),
    signal,
    stdin,
    sources: deps.sources ?? [],
    onPassedOver: () => {
      counts.passedOver += 1;
    },
    ...(deps.onProgress === undefined ? {} : { onProgress: deps.onProgress }),
  };
  for await (const found of readArchive(paths, options)) {
    if (found.kind === 'problem') {
      counts.problems += 1;
      deps.onProblem(found.problem.message);
      continue;
    }
    const name = found.file === '-' ? 'standard input' : found.file;
    counts.records += found.records;
    counts.bytes += found.bytes;
    for (const { line, reason } of found.unreadable) unreadable(`${name}:${line}: ${reason}`);
    for (const { record, line } of found.relevant) {
      if (signal.aborted) break;
      const mapped = toChanges(record, eventGroups(deps.config));
      if (mapped.kind === 'unreadable') unreadable(`${name}:${line}: ${mapped.reason}`);
      if (mapped.kind !== 'irrelevant') counts.relevant += 1;
      if (mapped.kind !== 'changes') continue;
      const source = { file: found.file, line };
      for (const change of mapped.changes) {
        await settler.apply({ ...change, cause: { ...change.cause, source } });
      }
    }
  }
  await settler.settle();
  return { ...counts, accountsMissed, ...(await collect(store, deps)) };

  function unreadable(message: string): void {
    counts.unreadable += 1;
    deps.onProblem(message);
  }
}

async function collect(
  store: Store,
  { catalogue, config, at }: ScanDeps,
): Promise<Pick<ScanResult, 'findings' | 'undecided'>> {
  const context = await createFindingContext({ config, now: () => at })();
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for await (const item of store.listItems()) {
    findings.push(...findingsOf(item, catalogue, context));
    for (const unreached of item.undecided) undecided.push({ resource: item.key, ...unreached });
  }
  findings.sort(
    (a, b) =>
      order(a.opened?.at ?? '', b.opened?.at ?? '') ||
      order(a.resource.key, b.resource.key) ||
      order(a.rule, b.rule),
  );
  return { findings, undecided };
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
