import { ServiceError } from '@podguard/core';
import { type Repeats, repeatingState, repeatingStore } from './repeating-store.ts';
import type { OpenStore } from './use-local-store.ts';

/** Of a call, or of a list that comes to nothing more. */
const MAX_ATTEMPTS = 5;

interface Failed {
  readonly using: Promise<OpenStore>;
  readonly attempt: number;
  readonly mayRepeat?: (error: unknown) => boolean;
}

/**
 * A store that is read and written through the owner of its directory, and goes on where that one ends: it is opened again, once
 * for all calls that failed, and they are repeated. Where it is our own by then, its failures are told as they are.
 */
export function followOwner(first: OpenStore, reopen: () => Promise<OpenStore>): OpenStore {
  let current = Promise.resolve(first);
  /** Not closed before the end: others may still be answered through it. */
  const opened = new Set([first]);

  /** Throws what no repeat mends. */
  async function renew(error: unknown, { using, attempt, mayRepeat = isLost }: Failed): Promise<void> {
    const { isOthers } = await using;
    if (isOthers !== true || attempt === MAX_ATTEMPTS || !mayRepeat(error)) throw error;
    if (current !== using) return;
    current = reopen().then((next) => {
      opened.add(next);
      return next;
    });
  }

  async function repeat<T>(call: (on: OpenStore) => Promise<T>, mayRepeat = isLost): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const using = current;
      const on = await using;
      try {
        return await call(on);
      } catch (error) {
        await renew(error, { using, attempt, mayRepeat });
      }
    }
  }

  async function* relist<T>(
    list: (on: OpenStore) => AsyncIterable<T>,
    idOf?: (one: T) => string,
  ): AsyncIterable<T> {
    const listed = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const using = current;
      const on = await using;
      try {
        for await (const one of list(on)) {
          const id = idOf?.(one);
          if (id !== undefined && listed.has(id)) continue;
          if (id !== undefined) listed.add(id);
          attempt = 1;
          yield one;
        }
        return;
      } catch (error) {
        await renew(error, { using, attempt });
      }
    }
  }

  const repeats: Repeats = {
    repeat: (call) => repeat(call),
    repeatRefused: (call) => repeat(call, isRefused),
    relist,
  };
  return {
    store: repeatingStore(repeats),
    state: repeatingState(repeats),
    async close() {
      await current.catch(() => undefined);
      await Promise.all([...opened].map((one) => one.close()));
    },
  };
}

/** It got no answer. */
function isLost(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'store-unreachable' && error.retryable;
}

/** Nobody heard of it: the client that asks an owner tries once, so no earlier attempt can have been carried out. */
function isRefused(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
  return isLost(error) && code === 'ECONNREFUSED';
}
