import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Its words: throttled, an error of 500, no answer, a connection that breaks, an answer that is none, one that stops in the middle
 * (these three after the work was done), an answer after 30 s.
 */
export const FAULTS = ['throttled', '500', 'timeout', 'reset', 'malformed', 'stalled', 'slow'] as const;
export type FaultKind = (typeof FAULTS)[number];

export interface Fault {
  /** The place whose calls it meets. */
  readonly site: string;
  readonly kind: FaultKind;
  /** On the first call alone, or on all as long as it lasts. */
  readonly on: 'first' | 'all';
}

/** What answers a command in place of a service that has no fake: its input, to its output. */
export type Answers = Readonly<Record<string, (input: never, region: string) => object>>;

/** What the calls of one run meet. */
export interface World {
  /** Where the fakes answer, by a part of the client's name. */
  readonly urls: Readonly<Record<string, string>>;
  readonly answers: Answers;
  fault: Fault | null;
  /** How often the fault was met. */
  met: number;
  /** How often each site sent, by its name; what no site is known of by its stack. */
  readonly sent: Map<string, number>;
  readonly strangers: string[];
  /** What was logged meanwhile. */
  readonly lines: string[];
}

export interface Call {
  readonly world: World;
  readonly site: string;
}

/** Whose call it is, through everything that waits. */
export const worlds = new AsyncLocalStorage<World>();
export const calls = new AsyncLocalStorage<Call>();

export function newWorld(urls: World['urls'], answers: Answers): World {
  return {
    ...{ urls, answers, fault: null, met: 0 },
    ...{ sent: new Map(), strangers: [], lines: [] },
  };
}
