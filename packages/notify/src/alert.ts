import type { Finding, Remediation, Transition } from '@podguard/core';
import type { Digest } from './digest.ts';
import type { ShadowReport } from './shadow-report.ts';

/** What is told at once: what one record caused, of one or several resources, or the sum of what is told together. */
export type Alert =
  | {
      readonly kind: 'transitions';
      readonly transitions: readonly [Transition, ...Transition[]];
      /** Nobody is to hear of it: only what was posted before is brought up to date. */
      readonly silent?: true;
    }
  | { readonly kind: 'digest'; readonly digest: Digest }
  | {
      readonly kind: 'remediation';
      /** What of it was not told yet is after `told`. */
      readonly remediation: Remediation;
      /** As it is now; null where it is gone. */
      readonly finding: Finding | null;
    }
  | { readonly kind: 'shadow-report'; readonly report: ShadowReport };

/** A way to people or their programs. */
export interface Channel {
  readonly name: string;
  /**
   * Resolves once the alert is in the other side's keeping. Throws a `ServiceError`: `retryable` says whether the same
   * alert may succeed later. After a throw it may have arrived nevertheless.
   */
  send(alert: Alert): Promise<void>;
}

/** At most so many transitions are one alert, so that what is cut of a large one leaves each of them in it. */
export const MAX_TOGETHER = 20;
