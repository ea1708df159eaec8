import { plain } from '@podguard/report';
import { type Found, fail, ok } from './line.ts';
import { missingParameter } from './parameter.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 4_000;

/** Whether Slack knows the token. Source: https://docs.slack.dev/reference/methods/auth.test */
export async function askSlack(
  { slackApi }: Pick<World, 'slackApi'>,
  token: string | undefined,
  parameter: string,
): Promise<Found> {
  if (token === undefined || token === '') return missingParameter(parameter);
  const { ErrorCode, LogLevel, WebClient } = await import('@slack/web-api');
  const client = new WebClient(token, {
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
    ...(slackApi === undefined ? {} : { slackApiUrl: slackApi }),
  });
  try {
    const { team, user } = await client.auth.test();
    return ok(
      `Slack knows the token: ${plain(String(user))} of ${plain(String(team))}; --send-test shows whether it may write`,
    );
  } catch (error) {
    const { code, data } = error as { readonly code?: string; readonly data?: { readonly error?: string } };
    if (code === ErrorCode.PlatformError)
      return fail(
        `Slack refuses the token: ${plain(String(data?.error))}`,
        `put the bot token of the installed app into ${parameter}`,
      );
    return {
      status: 'unknown',
      what: 'Slack did not answer',
      mend: 'try again; is slack.com reachable from here?',
    };
  }
}
