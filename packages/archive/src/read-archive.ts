import { addAbortSignal, Readable } from 'node:stream';
import { createBatches, type RecordBatch } from './batches.ts';
import { type Collector, createCollector } from './collector.ts';
import { type FileSystem, localFiles } from './file-system.ts';
import { findFiles, totalBytes } from './find-files.ts';
import { inflate } from './inflate.ts';
import { type FileProblem, formatProblem, problemOf } from './problem.ts';

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
}

export interface ArchiveOptions {
  /** `eventSource/eventName` of the records to hand out; all of them where it is absent. */
  readonly wanted?: ReadonlySet<string>;
  /** Ends the reading; what was found by then is still handed out. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  /** What the path `-` stands for. */
  readonly stdin?: Readable;
  readonly maxRecordBytes?: number;
  readonly files?: FileSystem;
}

/**
 * Reads CloudTrail records from files, directories and `-`. Memory is flat whatever their size. What cannot be read is named, in a
 * batch or as a problem, and the rest goes on. Each file that holds no readable record is a problem.
 */
export async function* readArchive(
  paths: readonly string[],
  options: ArchiveOptions = {},
): AsyncGenerator<RecordBatch | ProblemFound> {
  const files = options.files ?? localFiles;
  const collector = createCollector(options.wanted, options.maxRecordBytes);
  const total = options.onProgress && (await totalBytes(paths, files));
  const soFar = { files: 0, bytes: 0, records: 0 };
  for await (const found of findFiles(paths, files)) {
    if (options.signal?.aborted) return;
    if ('problem' in found) {
      yield { kind: 'problem', file: found.path, problem: found.problem };
      continue;
    }
    for await (const item of readFile(found, collector, files, options)) {
      if (item.kind === 'records') {
        soFar.bytes += item.bytes;
        soFar.records += item.records;
        options.onProgress?.({ file: found.path, totalBytes: total, ...soFar });
      }
      yield item;
    }
    soFar.files++;
  }
}

async function* readFile(
  { path: file, size }: { readonly path: string; readonly size: number },
  collector: Collector,
  files: FileSystem,
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
    failure = formatProblem(name, inflated.head);
    if (failure !== undefined) source.destroy();
    else {
      for await (const chunk of inflated.chunks) {
        isEmpty = false;
        collector.push(chunk);
        yield batches.next(collector.take(), bytesRead());
      }
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
