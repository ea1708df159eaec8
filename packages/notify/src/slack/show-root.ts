import { ServiceError } from '@podguard/core';
import { call, codeOf, type Telling } from './calls.ts';
import { partsMessage } from './root.ts';

const TRIES = 8;

/**
 * Edits a message so that it shows what is written down of it. Of two processes that do this at the same time the one that
 * comes later to write down that it did has shown it last, or does it again.
 */
export async function showRoot(telling: Telling, ts: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const root = await telling.posted.load(ts);
    if (root === undefined) return;
    const { text, blocks } = partsMessage(root.parts, telling);
    try {
      await call(telling, (client, channel) =>
        client.chat.update({ channel, ts, text, blocks: [...blocks] }),
      );
    } catch (error) {
      // The thread has told it.
      if (!MAY_NOT_EDIT.has(codeOf(error) ?? '')) throw error;
    }
    if (await telling.posted.confirm(root)) return;
  }
  throw new ServiceError('store-contended', `${telling.what}: its message ${ts} changes all the time`, {
    retryable: true,
  });
}

/** Source: https://docs.slack.dev/reference/methods/chat.update#errors */
const MAY_NOT_EDIT: ReadonlySet<string> = new Set(['cant_update_message', 'edit_window_closed']);
