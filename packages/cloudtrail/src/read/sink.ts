import type { SearchHints } from './may-matter.ts';

export interface Loss {
  /** Where what was lost begins, counted from 1. */
  readonly line: number;
  readonly code: 'not-json' | 'broken' | 'cut-off' | 'too-large';
  readonly reason: string;
}

export interface SplitterSink {
  /** One JSON value that should be a record, an envelope or a LookupEvents item: bytes [start, end), which are reused after the call. */
  value(bytes: Uint8Array, start: number, end: number, line: number, hints?: SearchHints): void;
  lost(loss: Loss): void;
  /** A list of records begins: the input is what it should be, even where the list holds nothing. */
  list?(): void;
}
