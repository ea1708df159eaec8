import { shortHash, someText } from '@podguard/core';
import {
  type ActionValue,
  parseActionValue,
  parseReviewValue,
  SLACK_ACTIONS,
} from '@podguard/notify/slack/action-value';
import * as z from 'zod/mini';
import {
  type AboutFinding,
  type ReviewedPlan,
  type Seen,
  type SlackPlace,
  type SlackUser,
  slackId,
  slackTime,
} from './action-message.ts';
import { type DialogAnswer, readDialog } from './slack-dialog.ts';
import { type RejectAnswer, readRejectDialog } from './slack-reject-dialog.ts';

interface Asked {
  /** The same press of a button, or the same dialog, has the same id. */
  readonly id: string;
  readonly user: SlackUser;
  readonly about: AboutFinding;
  readonly place: SlackPlace;
}

/** What a person wants, as Slack tells it. */
export type SlackAsk =
  | (Asked & { readonly kind: 'acknowledge' })
  | (Asked & { readonly kind: 'dialog'; readonly trigger: string; readonly severity: Seen['severity'] })
  | (Asked & { readonly kind: 'exempt'; readonly answer: DialogAnswer })
  | (Asked & { readonly kind: 'approve'; readonly plan: ReviewedPlan })
  | (Asked & { readonly kind: 'reject-dialog'; readonly trigger: string; readonly plan: ReviewedPlan })
  | (Asked & { readonly kind: 'reject'; readonly answer: RejectAnswer });

const text = someText;
const LONGEST_NAME = 80;

/** Source: https://docs.slack.dev/reference/interaction-payloads */
const user = z.looseObject({ id: slackId, name: z.optional(z.string()), username: z.optional(z.string()) });
const pressed = z.looseObject({
  type: z.literal('block_actions'),
  user,
  trigger_id: text,
  channel: z.looseObject({ id: slackId }),
  message: z.looseObject({ ts: slackTime, thread_ts: z.nullish(slackTime) }),
  actions: z.array(z.looseObject({ action_id: text, value: z.optional(z.string()) })),
});
const submitted = z.looseObject({
  type: z.literal('view_submission'),
  user,
  view: z.looseObject({
    id: text,
    callback_id: z.enum([SLACK_ACTIONS.exempt, SLACK_ACTIONS.reject]),
    private_metadata: z.string(),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});
const payload = z.union([pressed, submitted]);

/** What a signed body asks for; undefined where that is nothing of ours: Slack also tells of links that somebody opened. */
export function readSlackPayload(body: Buffer): SlackAsk | undefined {
  const { data } = payload.safeParse(jsonOf(new URLSearchParams(body.toString('utf8')).get('payload')));
  if (data === undefined) return undefined;
  return data.type === 'block_actions' ? askedByButton(data) : askedByDialog(data);
}

function askedByButton(data: z.output<typeof pressed>): SlackAsk | undefined {
  const [action] = data.actions;
  const value = action?.value ?? '';
  switch (action?.action_id) {
    case SLACK_ACTIONS.acknowledge:
    case SLACK_ACTIONS.exempt: {
      const parsed = parseActionValue(value);
      return parsed && askedOfFinding(data, action.action_id, parsed);
    }
    case SLACK_ACTIONS.approve:
    case SLACK_ACTIONS.reject: {
      const parsed = parseReviewValue(value);
      if (parsed === undefined) return undefined;
      const { remediation, planHash, ...about } = parsed;
      const plan = { remediation, planHash };
      const asked = askedAt(data, about);
      return action.action_id === SLACK_ACTIONS.approve
        ? { ...asked, kind: 'approve', plan }
        : { ...asked, kind: 'reject-dialog', trigger: data.trigger_id, plan };
    }
    default:
      return undefined;
  }
}

function askedOfFinding(
  data: z.output<typeof pressed>,
  action: string,
  { severity, ...about }: ActionValue,
): SlackAsk {
  const asked = askedAt(data, about);
  return action === SLACK_ACTIONS.acknowledge
    ? { ...asked, kind: 'acknowledge' }
    : { ...asked, kind: 'dialog', trigger: data.trigger_id, severity };
}

function askedAt(data: z.output<typeof pressed>, about: AboutFinding): Asked {
  const { ts, thread_ts } = data.message;
  return {
    id: idOf(data.trigger_id),
    user: userOf(data.user),
    about,
    place: { channel: data.channel.id, thread: thread_ts ?? ts },
  };
}

function askedByDialog({ view, user }: z.output<typeof submitted>): SlackAsk | undefined {
  const asked = { id: idOf(view.id), user: userOf(user) };
  if (view.callback_id === SLACK_ACTIONS.reject) {
    const dialog = readRejectDialog(view.private_metadata, view.state.values);
    return dialog && { ...dialog, ...asked, kind: 'reject' };
  }
  const dialog = readDialog(view.private_metadata, view.state.values);
  return dialog && { ...dialog, ...asked, kind: 'exempt' };
}

function userOf({ id, name, username }: z.output<typeof user>): SlackUser {
  return { id, name: (name ?? username ?? id).slice(0, LONGEST_NAME).toWellFormed() };
}

function idOf(slackId: string): string {
  return shortHash(['slack', slackId], 26);
}

function jsonOf(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
