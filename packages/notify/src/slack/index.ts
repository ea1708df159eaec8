export type { ActionValue, ReviewValue } from './action-value.ts';
export {
  parseActionValue,
  parseReviewValue,
  SLACK_ACTIONS,
  toActionValue,
  toReviewValue,
} from './action-value.ts';
export type { SlackChannelDeps } from './calls.ts';
export type { SlackState } from './posted.ts';
export { createSlackChannel, SLACK_SEND_MS } from './slack-channel.ts';
export type { SlackClient, SlackClientOptions } from './slack-client.ts';
export { createSlackClient } from './slack-client.ts';
export { asSlackFailure, slackCode } from './slack-failure.ts';
export type { Known } from './slack-known.ts';
export { createSlackKnown } from './slack-known.ts';
export { createSlackPlan } from './slack-plan.ts';
export type { SlackWebhookChannelDeps } from './slack-webhook-channel.ts';
export { createSlackWebhookChannel, SLACK_WEBHOOK_SEND_MS } from './slack-webhook-channel.ts';
