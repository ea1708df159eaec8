import { ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import { type Found, fail, ok } from './line.ts';
import { missingParameter } from './parameter.ts';
import type { World } from './world.ts';

/** Whether Slack knows the token. Source: https://docs.slack.dev/reference/methods/auth.test */
export async function askSlack(
  { slackApi }: Pick<World, 'slackApi'>,
  token: string | undefined,
  parameter: string,
): Promise<Found> {
  if (token === undefined || token === '') return missingParameter(parameter);
  const { createSlackClient, slackCode } = await import('@podguard/notify/slack');
  try {
    const options = slackApi === undefined ? {} : { slackApiUrl: slackApi };
    const { team, user } = await createSlackClient(token, options).auth.test();
    return ok(
      `Slack knows the token: ${plain(String(user))} of ${plain(String(team))}; --send-test shows whether it may write`,
    );
  } catch (error) {
    const wayOut = `put the bot token of the installed app into ${parameter}`;
    if (error instanceof ServiceError) return fail('the parameter holds no bot token', wayOut);
    const code = slackCode(error);
    if (code !== undefined) return fail(`Slack refuses the token: ${plain(code)}`, wayOut);
    return {
      status: 'unknown',
      what: 'Slack did not answer',
      mend: 'try again; is slack.com reachable from here?',
    };
  }
}
