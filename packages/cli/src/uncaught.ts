import { reasonOf, ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';

/** The one line about an error that nothing handles: of the program, or of a rule of the user's own. One of ours says by itself what to do. */
export function uncaughtText(error: unknown): string {
  if (error instanceof ServiceError) return `podguard: ${plain(error.message)}\n`;
  const place = placeOf(error);
  return plain(`podguard: ended by an error that nothing handles: ${reasonOf(error)}${place}`).concat('\n');
}

/** Where it was thrown, as its stack says. */
function placeOf(error: unknown): string {
  try {
    const [, frame] = /\n +at (.+)/.exec((error as Error).stack ?? '') ?? [];
    return frame === undefined ? '' : `, at ${frame}`;
  } catch {
    return '';
  }
}
