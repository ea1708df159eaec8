import {
  type CloudTrailRecord,
  createSplitter,
  type Envelope,
  type Loss,
  mayMatter,
  readValue,
  wantedNames,
} from '@podguard/cloudtrail';

export interface RelevantRecord {
  readonly record: CloudTrailRecord;
  readonly envelope?: Envelope;
  /** Where it begins in its file, counted from 1. */
  readonly line: number;
}

export interface Unreadable {
  readonly code: Loss['code'] | 'no-record';
  readonly line: number;
  readonly reason: string;
  readonly eventId?: string;
}

export interface Collected {
  /** How many records were seen, the relevant ones among them. */
  readonly records: number;
  /** How many other well-formed things there were: lists of records, digest files, events of other kinds. */
  readonly others: number;
  readonly relevant: readonly RelevantRecord[];
  readonly unreadable: readonly Unreadable[];
}

export interface Collector {
  push(chunk: Uint8Array): void;
  /** The input is over; `complete` is false where reading it failed, which is then all there is to say about its end. */
  end(complete: boolean): void;
  /** What was found since the last call. */
  take(): Collected;
}

/** Turns the bytes of one input after the other into records. `wanted` holds `eventSource/eventName`; without it every record is. */
export function createCollector(
  wanted: ReadonlySet<string> | undefined,
  maxRecordBytes: number | undefined,
): Collector {
  const names = wanted && wantedNames([...wanted].map((event) => event.slice(event.indexOf('/') + 1)));
  let records = 0;
  let others = 0;
  let relevant: RelevantRecord[] = [];
  let unreadable: Unreadable[] = [];
  let complete = true;

  const splitter = createSplitter(
    {
      value(bytes, start, end, line, hints) {
        if (names === undefined || mayMatter(bytes, names, start, end, hints))
          read(bytes.subarray(start, end), line);
        else records++;
      },
      list() {
        others++;
      },
      lost(loss) {
        if (complete || loss.code !== 'cut-off') unreadable.push(loss);
      },
    },
    maxRecordBytes === undefined ? {} : { maxBytes: maxRecordBytes },
  );

  return {
    push: (chunk) => splitter.push(chunk),
    end(isComplete) {
      complete = isComplete;
      splitter.end();
      complete = true;
    },
    take() {
      const taken = { records, others, relevant, unreadable };
      [records, others, relevant, unreadable] = [0, 0, [], []];
      return taken;
    },
  };

  function read(bytes: Uint8Array, line: number): void {
    const result = readValue(bytes);
    switch (result.kind) {
      case 'record': {
        records++;
        const { kind: _, ...rest } = result;
        if (wanted?.has(`${result.record.eventSource}/${result.record.eventName}`) ?? true)
          relevant.push({ ...rest, line });
        break;
      }
      case 'other':
        others++;
        break;
      case 'unreadable': {
        const { kind: _, ...rest } = result;
        unreadable.push({ code: 'no-record', line, ...rest });
      }
    }
  }
}
