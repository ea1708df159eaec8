import { addAbortSignal, Readable } from 'node:stream';
import { createBatches, type RecordBatch } from './batches.ts';
import { type Collector, createCollector } from './collector.ts';
import { type FileSystem, localFiles } from './file-system.ts';
import { type Found, findFiles, isOther, totalBytes } from './find-files.ts';
import { inflate } from './inflate.ts';
import { interleaved } from './interleaved.ts';
import { type FileProblem, formatProblem, onlyOthers, problemOf } from './problem.ts';
import type { Source } from './source.ts';

export interface ProblemFound {
  readonly kind: 'problem';
  readonly file: string;
  readonly problem: FileProblem;
}

export interface ArchiveProgress {
  readonly file: string;
  readonly files: number;
  /** Of all files so far, as they are on disk. */
  readonly bytes: number;
  readonly totalBytes: number | undefined;
  readonly records: number;
  /** Of what does not lie in files, how much is over, from 0 to 1. */
  readonly share?: number;
}

export interface ArchiveOptions {
  /** `eventSource/eventName` of the records to hand out; all of them where it is absent. */
  readonly wanted?: ReadonlySet<string>;
  /** Ends the reading; what was found by then is still handed out. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  /** Told of each file in a directory that is no file of records by its name or its folder. */
  readonly onPassedOver?: (file: string) => void;
  /** What the path `-` stands for. */
  readonly stdin?: Readable;
  readonly maxRecordBytes?: number;
  readonly files?: FileSystem;
  /** Take the paths that are theirs. */
  readonly sources?: readonly Source[];
}

/**
 * Reads CloudTrail records from files, directories, `-` and other sources. Memory is flat whatever their size. What cannot be read is
 * named, in a batch or as a problem, and the rest goes on. Each file that holds no readable record is a problem.
 */
export async function* readArchive(
  paths: readonly string[],
  options: ArchiveOptions = {},
): AsyncGenerator<RecordBatch | ProblemFound> {
  const { signal, onProgress, wanted, maxRecordBytes, sources = [], files = localFiles } = options;
  const isRemote = (path: string) => sources.some((source) => source.has(path));
  const total = onProgress && !paths.some(isRemote) ? await totalBytes(paths, files) : undefined;
  const asked = sources.filter((source) => paths.some((path) => source.has(path)));
  const soFar = { files: 0, bytes: 0, records: 0 };
  const found = { passedOver: 0, read: 0 };
  const idle: Collector[] = [];
  const all = findFiles(paths, files, sources);
  const items = interleaved(all, (one) => ('source' in one ? one.source.atOnce : 1), readFound);
  for await (const item of items) {
    if (item.kind === 'records') {
      soFar.bytes += item.bytes;
      soFar.records += item.records;
      onProgress?.({ file: item.file, totalBytes: total, ...soFar, ...shareOf(asked) });
    }
    yield item;
  }
  if (found.passedOver > 0 && found.read === 0 && !signal?.aborted) {
    const file = paths.join(', ');
    yield { kind: 'problem', file, problem: onlyOthers(file, found.passedOver) };
  }

  async function* readFound(one: Found): AsyncGenerator<RecordBatch | ProblemFound> {
    if (signal?.aborted) return;
    if (isOther(one)) {
      found.passedOver += 1;
      options.onPassedOver?.(one.path);
      return;
    }
    found.read += 1;
    if ('problem' in one) {
      yield { kind: 'problem', file: one.path, problem: one.problem };
      return;
    }
    const collector = idle.pop() ?? createCollector(wanted, maxRecordBytes);
    yield* readFile(one, collector, one.source ?? files, options);
    idle.push(collector);
    soFar.files++;
  }
}

function shareOf(sources: readonly Source[]): Pick<ArchiveProgress, 'share'> {
  if (sources.length === 0) return {};
  return { share: sources.reduce((sum, source) => sum + source.share(), 0) / sources.length };
}

async function* readFile(
  { path: file, size }: { readonly path: string; readonly size: number },
  collector: Collector,
  files: Pick<FileSystem, 'open'>,
  { signal, stdin }: ArchiveOptions,
): AsyncGenerator<RecordBatch | ProblemFound> {
  const name = file === '-' ? 'standard input' : file;
  const batches = createBatches(file);
  let bytesRead = () => 0;
  let isEmpty = true;
  let failure: FileProblem | undefined;
  try {
    const source = file === '-' ? (stdin ?? Readable.from([])) : files.open(file);
    if (signal !== undefined) addAbortSignal(signal, source);
    // A pipe has no size, and cannot be read again.
    const inflated = await inflate(source, size === 0 ? undefined : () => files.open(file));
    bytesRead = inflated.bytesRead;
    for await (const chunk of inflated.chunks) {
      if (isEmpty) failure = formatProblem(name, chunk);
      if (failure !== undefined) break;
      isEmpty = false;
      collector.push(chunk);
      yield batches.next(collector.take(), bytesRead());
    }
  } catch (error) {
    if (!signal?.aborted) failure = problemOf(name, error);
  }
  collector.end(failure === undefined && !signal?.aborted);
  yield batches.next(collector.take(), bytesRead());
  if (signal?.aborted) return;
  failure ??= batches.problem(name, isEmpty);
  if (failure !== undefined) yield { kind: 'problem', file, problem: failure };
}
