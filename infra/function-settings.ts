import { DRIFT_SECONDS } from '@podguard/deployment';

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
  /** A step of the state machine; the report of a large account needs a whole processor. */
  drift: { timeout: DRIFT_SECONDS, memory: 1769, description: 'Reads the whole account, part by part' },
  notify: { timeout: 60, memory: 512, description: 'Sends alerts' },
  /** A few reads each minute, and now and then a digest. */
  'tell-held': { timeout: 60, memory: 256, description: 'Sends together what had to wait' },
  canary: { timeout: 60, memory: 256, description: 'Measures how long events take' },
} as const;

export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Where people may act in Slack. Slack waits for three seconds: more memory is a faster start. */
export const SLACK_FUNCTIONS = {
  'slack-actions': { timeout: 5, memory: 1024, description: 'Answers the buttons of Slack' },
  /** One at a time, so that one that fails keeps no other waiting: a few writes, and calls of Slack of 4 s. */
  act: { timeout: 60, memory: 512, description: 'Does what people ask for in Slack' },
} as const;

/** Made where the mode of some rule is not off. */
export const REMEDIATE_FUNCTIONS = {
  /** AWS may take eight minutes to show what was changed, and what was read before and after comes on top. */
  remediate: { timeout: 900, memory: 1024, description: 'Repairs what it is allowed to', goesOn: true },
} as const;

export type RemediateFunctionName = keyof typeof REMEDIATE_FUNCTIONS;
export const REMEDIATE_FUNCTION_NAMES = Object.keys(REMEDIATE_FUNCTIONS) as RemediateFunctionName[];

export type SlackFunctionName = keyof typeof SLACK_FUNCTIONS;
export const SLACK_FUNCTION_NAMES = Object.keys(SLACK_FUNCTIONS) as SlackFunctionName[];

export type AnyFunctionName = FunctionName | SlackFunctionName | RemediateFunctionName;
