import type { Collected, RelevantRecord, Unreadable } from './collector.ts';
import type { FileProblem } from './problem.ts';

export interface RecordBatch {
  readonly kind: 'records';
  /** The path as given or, in a directory, below it; `-` is the standard input. */
  readonly file: string;
  /** Read from the disk, and records seen, since the batch before. */
  readonly bytes: number;
  readonly records: number;
  readonly relevant: readonly RelevantRecord[];
  readonly unreadable: readonly Unreadable[];
}

interface Batches {
  next(collected: Collected, bytesRead: number): RecordBatch;
  /** Why not one thing of the file was well-formed; undefined where one was. */
  problem(name: string, isEmpty: boolean): FileProblem | undefined;
}

/** Of a file without one readable record no more unreadable things are kept to tell why. */
const HELD_BACK = 100;

/** One file's batches. Of a file that turns out to be something else altogether nothing is named but the file itself. */
export function createBatches(file: string): Batches {
  let bytes = 0;
  let wellFormed = false;
  let held: readonly Unreadable[] = [];

  return {
    next({ records, others, relevant, unreadable }, bytesRead) {
      wellFormed ||= records + others > 0;
      const named = [...held, ...unreadable];
      held = wellFormed ? [] : named.slice(0, HELD_BACK);
      const read = bytesRead - bytes;
      bytes = bytesRead;
      return { kind: 'records', file, bytes: read, records, relevant, unreadable: wellFormed ? named : [] };
    },
    problem: (name, isEmpty) => (wellFormed ? undefined : nothingRead(name, isEmpty, held[0])),
  };
}

function nothingRead(name: string, isEmpty: boolean, first: Unreadable | undefined): FileProblem {
  if (isEmpty)
    return {
      code: 'empty',
      message: `${name}: is empty. Remove it, or look at what should have written it.`,
    };
  if (first === undefined) {
    return {
      code: 'no-records',
      message: `${name}: holds no CloudTrail record. Name the files that hold them.`,
    };
  }
  if (first.code === 'not-json') {
    return {
      code: 'not-json',
      message: `${name}: is not JSON (line ${first.line}). Name files of CloudTrail records.`,
    };
  }
  const code = first.code === 'cut-off' ? 'truncated' : 'no-records';
  return {
    code,
    message: `${name}: holds no readable CloudTrail record (line ${first.line}: ${first.reason}). Name files of CloudTrail records.`,
  };
}
