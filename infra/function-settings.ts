/**
 * Seconds and megabytes. A queue hides a message for six times the seconds; more memory is more processor, too. One that
 * goes on calls itself by a queue.
 */
export const FUNCTIONS = {
  /** Ten records at most, each judged within a second or two, and then up to ten live reads of 2 s. */
  evaluate: { timeout: 60, memory: 1024, description: 'Judges what events tell' },
  /** A hundred rows of the stream at most; what they concern is judged by evaluate. */
  dispatch: { timeout: 60, memory: 1024, description: 'Hands on what changed', goesOn: true },
  /** Everything that stayed pending, one after the other. */
  sweep: { timeout: 300, memory: 1024, description: 'Picks up what stayed pending' },
  /** A page after the other until most of its time is used, then the next message. */
  rejudge: { timeout: 300, memory: 512, description: 'Has everything judged again', goesOn: true },
  baseline: { timeout: 600, memory: 1024, description: 'Reads the whole account once', goesOn: true },
  notify: { timeout: 60, memory: 512, description: 'Sends alerts' },
  canary: { timeout: 60, memory: 256, description: 'Measures how long events take' },
} as const;

export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Ways by which alerts reach people; each has its own queue. */
export const CHANNELS = ['sns'] as const;
