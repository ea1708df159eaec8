import { type PersonAction, ServiceError, type ServiceState } from '@podguard/core';
import { retryAfterOf } from '@podguard/notify';
import { type Known, slackCode } from '@podguard/notify/slack';
import type { ActionMessage, SlackPlace } from './action-message.ts';
import type { Approval } from './approvers.ts';
import type { Failures, Received } from './evaluate.ts';
import { parseActionMessage } from './messages.ts';
import type { Report } from './notice.ts';
import { authorOf, failedText, personText, threadText } from './slack-outcome.ts';
import type { Came } from './wishes.ts';

/** So often the actions queue hands out a message before it puts it aside: its `maxReceiveCount`. */
export const ACTION_RECEIVES = 5;

export interface ActDeps {
  /** Whether somebody may ask for that. */
  readonly permit: (user: string, kind: PersonAction['kind']) => Promise<Approval>;
  /** Does what is wished, for who may wish it; doing it again does nothing more. */
  readonly fulfil: (asked: ActionMessage, by: string) => Promise<Came>;
  readonly state: Pick<ServiceState, 'loadAction' | 'recordAction'>;
  /** To whoever asked alone, and to all who read the thread. */
  readonly tellPerson: (user: string, place: SlackPlace, text: string) => Promise<void>;
  readonly tellThread: (place: SlackPlace, text: string) => Promise<void>;
  /** In every channel's messages that tell of the finding: that somebody knows of it. In that channel it must not fail. */
  readonly showKnown: (known: Known, channel: string) => Promise<void>;
  /** The log's line of it. */
  readonly onAction: (action: PersonAction) => void;
  readonly report: Report;
  /** So often the queue hands a message out. */
  readonly maxReceives: number;
}

/**
 * Creates what does what people asked for in Slack: looks whether they may, does it, writes down who did it, and tells. A
 * message that comes again goes on where it ended: nothing is done twice; what was told just before an end is told again.
 */
export function createAct(deps: ActDeps): (batch: readonly Received[]) => Promise<Failures> {
  return async (batch) => {
    const failures = new Map<string, unknown>();
    for (const message of batch) {
      try {
        await take(deps, message);
      } catch (error) {
        deps.report({ kind: 'failed', what: `what somebody asked for in Slack, ${message.id}`, error });
        failures.set(message.id, error);
      }
    }
    return failures;
  };
}

async function take(deps: ActDeps, { body, receives }: Received): Promise<void> {
  const asked = parseActionMessage(body);
  const action = await done(deps, asked).catch(async (error: unknown) => {
    if (receives >= deps.maxReceives) await tellFailure(deps, asked);
    throw error;
  });
  if (action.told) return;
  await tell(deps, asked, action);
  await deps.state.recordAction({ ...action, told: true });
}

async function done(deps: ActDeps, asked: ActionMessage): Promise<PersonAction> {
  return (await deps.state.loadAction(asked.id)) ?? act(deps, asked);
}

async function act(deps: ActDeps, asked: ActionMessage): Promise<PersonAction> {
  const { id, at, user, about, wish } = asked;
  const by = authorOf(user);
  const { outcome, note } = await outcomeOf(deps, asked, by);
  const remediation = 'remediation' in wish ? { remediation: wish.remediation } : {};
  const action = { id, at, by, kind: wish.kind, ...about, ...remediation, outcome, note, told: false };
  await deps.state.recordAction(action);
  deps.onAction(action);
  return action;
}

async function outcomeOf(deps: ActDeps, asked: ActionMessage, by: string): Promise<Came> {
  switch (await deps.permit(asked.user.id, asked.wish.kind)) {
    case 'allowed':
      return deps.fulfil(asked, by);
    case 'refused':
      return { outcome: 'refused', note: 'only people whom the configuration names may do this' };
    case 'unknown':
      return {
        outcome: 'refused',
        note: 'a group of those who may could not be read in Slack: try again later',
      };
  }
}

async function tell(deps: ActDeps, { user, place }: ActionMessage, action: PersonAction): Promise<void> {
  const toAll = threadText(user.id, action);
  if (toAll === undefined)
    return unlessRefused(deps, action, () => deps.tellPerson(user.id, place, personText(action)));
  if (action.kind === 'acknowledge')
    await unlessRefused(deps, action, () => deps.showKnown(action, place.channel));
  await unlessRefused(deps, action, () => deps.tellThread(place, toAll));
}

/** It is done and on record: what Slack answers, as that somebody is not in the channel, it answers again, and the log says so. */
async function unlessRefused(
  { report }: ActDeps,
  { id }: PersonAction,
  call: () => Promise<void>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ServiceError) || isPassing(error)) throw error;
    report({ kind: 'failed', what: `telling what came of ${id}`, error });
  }
}

/** What Slack says of itself. Source: https://docs.slack.dev/reference/methods/chat.postEphemeral#errors */
const OF_SLACK: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

function isPassing(error: ServiceError): boolean {
  if (retryAfterOf(error) !== undefined) return true;
  const code = slackCode(error.cause);
  return error.retryable && (code === undefined || OF_SLACK.has(code));
}

async function tellFailure({ tellPerson, report }: ActDeps, { user, place, id }: ActionMessage) {
  try {
    await tellPerson(user.id, place, failedText());
  } catch (error) {
    report({ kind: 'failed', what: `telling that ${id} failed`, error });
  }
}
