import { ServiceError } from '@podguard/core';
import { call, codeOf, type Telling } from './calls.ts';
import type { Root } from './posted.ts';
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
    await edit(telling, ts, root.parts);
    if (await telling.posted.confirm(root)) return;
  }
  throw new ServiceError('store-contended', `${telling.what}: its message ${ts} changes all the time`, {
    retryable: true,
  });
}

/** Edits a message so that it shows these; where that is not allowed any more, it stays as it is. */
export async function edit(telling: Telling, ts: string, parts: Root['parts']): Promise<void> {
  const { text, blocks } = partsMessage(parts, telling);
  await mayEdit(() =>
    call(telling, (client, channel) => client.chat.update({ channel, ts, text, blocks: [...blocks] })),
  );
}

/** Edits; where that is not allowed any more nothing is done. */
export async function mayEdit(edit: () => Promise<unknown>): Promise<void> {
  try {
    await edit();
  } catch (error) {
    if (!MAY_NOT_EDIT.has(codeOf(error) ?? '')) throw error;
  }
}

/** Source: https://docs.slack.dev/reference/methods/chat.update#errors */
const MAY_NOT_EDIT: ReadonlySet<string> = new Set(['cant_update_message', 'edit_window_closed']);
