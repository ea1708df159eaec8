import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type ArchiveProgress, readArchive } from '@podguard/archive';
import { toChanges, wantedEvents } from '@podguard/cloudtrail';
import {
  type Catalogue,
  type Config,
  createEngine,
  createSettler,
  type Engine,
  type Finding,
  type Item,
  type Store,
  toFinding,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { judgedWith } from './configuration.ts';

export interface ScanDeps {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  /** Told of each part that could not be read. */
  readonly onProblem: (message: string) => void;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

export interface Undecided {
  readonly resource: string;
  readonly rule: string;
  readonly missing: readonly string[];
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly records: number;
  readonly relevant: number;
  readonly unreadable: number;
  readonly problems: number;
  readonly bytes: number;
}

/** Judges the records of files: every finding that they opened, in order of opening, each with its end if it ended. */
export async function scan(paths: readonly string[], deps: ScanDeps): Promise<ScanResult> {
  const { catalogue, config, signal, stdin } = deps;
  const store = createMemoryStore();
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: judgedWith(catalogue, config),
    backOff: async () => {},
    pastLimit: Number.POSITIVE_INFINITY,
  });
  const settler = createSettler(store, interruptible(engine, signal));
  const counts = { records: 0, relevant: 0, unreadable: 0, problems: 0, bytes: 0 };

  const options = {
    wanted: wantedEvents,
    signal,
    stdin,
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
      const mapped = toChanges(record);
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
  return { ...counts, ...(await collect(store, catalogue)) };

  function unreadable(message: string): void {
    counts.unreadable += 1;
    deps.onProblem(message);
  }
}

const CALLS_AT_A_STRETCH = 64;

/** Lets the signal arrive while many records are judged, and judges nothing after it. */
function interruptible(engine: Engine, signal: AbortSignal): Engine {
  let calls = 0;
  const unlessAborted = async (judge: () => ReturnType<Engine['rejudge']>) => {
    calls += 1;
    if (calls % CALLS_AT_A_STRETCH === 0) await setImmediate();
    return signal.aborted ? 'unchanged' : judge();
  };
  return {
    apply: (change) => unlessAborted(() => engine.apply(change)),
    rejudge: (key) => unlessAborted(() => engine.rejudge(key)),
  };
}

async function collect(
  store: Store,
  catalogue: Catalogue,
): Promise<Pick<ScanResult, 'findings' | 'undecided'>> {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for await (const item of store.listItems()) {
    findings.push(...findingsOf(item, catalogue));
    for (const { rule, missing } of item.undecided) undecided.push({ resource: item.key, rule, missing });
  }
  findings.sort(
    (a, b) =>
      order(a.opened.at, b.opened.at) || order(a.resource.key, b.resource.key) || order(a.rule, b.rule),
  );
  return { findings, undecided };
}

function findingsOf(item: Item, catalogue: Catalogue): readonly Finding[] {
  const lives = new Map(
    [...item.past, ...item.lives].map((life) => [`${life.rule} ${life.opened.stamp.eventId}`, life]),
  );
  return [...lives.values()].map((life) => toFinding(item, life, catalogue));
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
