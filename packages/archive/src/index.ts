export type { RecordBatch } from './batches.ts';
export type { RelevantRecord, Unreadable } from './collector.ts';
export type { Entry, FileSystem } from './file-system.ts';
export { localFiles } from './file-system.ts';
export { type Found, findFiles } from './find-files.ts';
export { type FileProblem, formatProblem, problemOf } from './problem.ts';
export type { ArchiveOptions, ArchiveProgress, ProblemFound } from './read-archive.ts';
export { readArchive } from './read-archive.ts';
export type { Source } from './source.ts';
