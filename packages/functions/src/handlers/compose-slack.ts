import { createSlackClient } from '@podguard/notify/slack';
import { createSlackPeople, type SlackPeople } from '../slack-people.ts';

export interface SlackDeps {
  readonly token: (isFresh: boolean) => Promise<string>;
  readonly timeoutMs: number;
}

/** For a function that seldom calls Slack: a module of its own, since the bundle takes of what is imported dynamically all exports. */
export function composeSlack({ token, timeoutMs }: SlackDeps): SlackPeople {
  return createSlackPeople({ token, clientOf: (value) => createSlackClient(value, { timeoutMs }) });
}
