import type { ArchiveProgress } from '@podguard/archive';

/** How far a reading of records is after so many seconds. */
export function archiveWords(progress: ArchiveProgress, seconds: number): string {
  const { files, bytes, totalBytes, records, share } = progress;
  const read = `${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${Math.round(records / seconds)} records/s`;
  const done = share ?? (bytes === 0 || totalBytes === undefined ? 0 : bytes / totalBytes);
  if (done === 0) return read;
  return `${read}, ${Math.max(0, Math.round((seconds * (1 - done)) / done))} s left`;
}
