import type { Change } from '@podguard/core';

const UNDATED = '1970-01-01T00:00:00Z';

/** When and by what a text that is no record says something: never, and by its file. */
export function undated(eventId: string, file: string): Pick<Change, 'stamp' | 'cause'> {
  return {
    stamp: { time: UNDATED, rank: 0, eventId },
    cause: {
      eventId,
      eventName: '',
      eventSource: '',
      at: UNDATED,
      actor: { principal: 'unknown', type: 'unknown' },
      document: true,
      source: { file, line: 1 },
    },
  };
}
