import type { Config, Item, Posture } from '@podguard/core';
import { type PostureFact, postureOf, readPostureFact } from '@podguard/rules';

/** Reads the posture of all items that it is shown, as often as it is asked: of an item that did not change it keeps what it read. */
export interface PostureReader {
  /** Begins anew: what is not shown again is gone. */
  begin(): { show(item: Item): void; posture(): Posture };
}

interface Read {
  readonly version: number;
  readonly fact: PostureFact | null;
}

export function createPostureReader(config: Config): PostureReader {
  let known: ReadonlyMap<string, Read> = new Map();
  return {
    begin() {
      const shown = new Map<string, Read>();
      return {
        show(item) {
          const old = known.get(item.key);
          const kept = old?.version === item.version ? old : undefined;
          shown.set(item.key, kept ?? { version: item.version, fact: readPostureFact(item, config) });
        },
        posture() {
          known = shown;
          return postureOf(
            [...shown.values()].flatMap(({ fact }) => fact ?? []),
            config,
          );
        },
      };
    },
  };
}
