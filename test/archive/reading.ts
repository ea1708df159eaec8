import { type ArchiveOptions, readArchive } from '@podguard/archive';
import { useDirectory } from '../support/use-directory.ts';

export function record(eventID: string, eventName = 'CreateRole'): string {
  const [eventTime, eventSource] = ['2026-01-02T03:04:05Z', 'iam.amazonaws.com'];
  return JSON.stringify({ eventVersion: '1.08', eventTime, eventSource, eventName, eventID });
}

export async function read(paths: readonly string[], options: ArchiveOptions = {}) {
  const found = {
    records: 0,
    bytes: 0,
    relevant: [] as string[],
    unreadable: [] as string[],
    problems: [] as string[],
  };
  const messages: string[] = [];
  for await (const item of readArchive(paths, options)) {
    if (item.kind === 'problem') {
      found.problems.push(item.problem.code);
      messages.push(item.problem.message);
      continue;
    }
    found.records += item.records;
    found.bytes += item.bytes;
    found.relevant.push(...item.relevant.map(({ record, line }) => `${record.eventId}:${line}`));
    found.unreadable.push(...item.unreadable.map(({ reason, line }) => `${line}: ${reason}`));
  }
  return { ...found, messages };
}

export const NOTHING = { records: 0, relevant: [], unreadable: [], problems: [] };

/** A folder of its own for a file of tests, and files in it that are named by number where no name is given. */
export function useArchive() {
  const { directory: folder, file } = useDirectory('archive');
  let count = 0;
  return {
    folder,
    file(content: string | Uint8Array, name = `${count++}.json`): string {
      return file(name, content);
    },
  };
}
