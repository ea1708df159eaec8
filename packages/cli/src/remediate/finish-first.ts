import { ServiceError } from '@podguard/core';
import { type Terminal, tell } from '../terminal.ts';

const WORDS =
  'podguard: what was begun is finished first, so that nothing is left half done; once more ends it at once, and the next command finishes it\n';

const HALF_DONE =
  'podguard: it may have been begun: podguard remediations says how far it came, and the same command finishes it by reading\n';
/** What is wrong before anything is begun. */
const BEFORE: readonly string[] = ['usage', 'finding-not-found'];

/** Does what must not be left in the middle: a signal is heard, and obeyed after it. Undefined where it came before. */
export async function finishFirst<T>(terminal: Terminal, work: () => Promise<T>): Promise<T | undefined> {
  const { signal } = terminal;
  if (signal.aborted) return undefined;
  const say = () => void tell(terminal.stderr, WORDS);
  signal.addEventListener('abort', say, { once: true });
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError) || !BEFORE.includes(error.code))
      await tell(terminal.stderr, HALF_DONE);
    throw error;
  } finally {
    signal.removeEventListener('abort', say);
  }
}
