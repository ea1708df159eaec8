import { type Config, isRead } from '@podguard/core';
import { type Stretch, stoodFor } from '../former-states.ts';
import { isDeployer } from '../is-deployer.ts';

export interface Choosing<V> {
  readonly config: Config;
  /** By whom what opened the finding was done. */
  readonly opener: string | undefined;
  /** What it is about, of more that may be changed beside it. */
  readonly of: (value: V) => unknown;
}

export interface Chosen<V> {
  readonly stretch: Stretch<V>;
  readonly isClear: boolean;
}

/**
 * What somebody chose, before a stranger changed it: the newest that stood for longer than the window, or that a deployer set. What stood for
 * a moment by who opened the finding, or made it what it is, is passed over: that one could have it be anything. `isClear`: false where another
 * or nobody is known to have set it, so that nobody knows what it is to be. The last of all stands now.
 */
export function lastChosen<V>(
  stretches: readonly Stretch<V>[],
  choosing: Choosing<V>,
): Chosen<V> | undefined {
  const now = stretches.at(-1);
  const strangers = [choosing.opener, now && byOf(now)].filter((by) => by !== undefined);
  return lastOf(stretches.slice(0, -1), strangers, choosing);
}

function lastOf<V>(
  former: readonly Stretch<V>[],
  strangers: readonly string[],
  choosing: Choosing<V>,
): Chosen<V> | undefined {
  const { config, of } = choosing;
  for (const [back, stretch] of former.toReversed().entries()) {
    if (stoodFor(stretch) > config.limits.windowMinutes * 60_000) return { stretch, isClear: true };
    const by = byOf(stretch);
    if (by !== undefined && strangers.includes(by)) continue;
    if (by === undefined || config.deployers.length === 0) return { stretch, isClear: false };
    if (!isDeployer(config, by)) continue;
    const before = former.slice(0, -back - 1);
    const { value } = stretch;
    const last = before.at(-1)?.value ?? null;
    if (value === null || last === null || of(last) !== of(value)) return { stretch, isClear: true };
    // What a deployer changed beside it: whether the deployer's at all is seen by what was chosen before.
    const earlier = lastOf(before, strangers, choosing);
    const isSame =
      earlier?.isClear === true && earlier.stretch.value !== null && of(earlier.stretch.value) === of(value);
    return isSame ? { stretch, isClear: true } : earlier;
  }
  return undefined;
}

function byOf({ since }: Stretch<unknown>): string | undefined {
  return since === null || isRead(since) ? undefined : since.actor.principal;
}
