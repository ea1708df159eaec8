import { ServiceError } from '@podguard/core';
import type { Known } from '@podguard/notify/slack';
import type { Report } from './notice.ts';

export interface KnownChannel {
  /** Slack's id of it. */
  readonly channel: string;
  readonly show: (known: Known) => Promise<unknown>;
}

/** Creates what shows in every channel that somebody knows of a finding. One that fails keeps no other from it. */
export function createShowKnown(
  channels: readonly KnownChannel[],
  report: Report,
): (known: Known, channel: string) => Promise<void> {
  return async ({ finding, by, at }, pressed) => {
    const failures: unknown[] = [];
    for (const { channel, show } of channels) {
      try {
        await show({ finding, by, at });
      } catch (error) {
        // Where nobody pressed, the message may be behind: what is told of the finding next puts that right.
        if (channel === pressed) failures.push(error);
        else report({ kind: 'failed', what: `showing in channel ${channel} who knows of ${finding}`, error });
      }
    }
    const [first] = failures;
    if (first instanceof ServiceError && !first.retryable)
      report({ kind: 'failed', what: `showing who knows of ${finding}`, error: first });
    else if (first !== undefined) throw first;
  };
}
