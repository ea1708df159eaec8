import type { JsonObject } from '@podguard/core';
import { SLACK_ACTIONS } from '@podguard/notify/slack/action-value';
import * as z from 'zod/mini';
import {
  type AboutFinding,
  aboutFinding,
  type ReviewedPlan,
  reviewed,
  type SlackPlace,
  slackPlace,
} from './action-message.ts';
import {
  type DialogValues,
  jsonOf,
  plainText,
  REASON_BLOCK,
  REASON_FAULT,
  readReason,
  reasonInput,
  shown,
} from './slack-dialog-parts.ts';

/** What was filled in, or what is wrong with it, by the block that it is shown at. */
export type RejectAnswer =
  | ({ readonly reason: string } & ReviewedPlan)
  | { readonly errors: Readonly<Record<string, string>> };

const metadata = z.strictObject({ about: aboutFinding, place: slackPlace, reviewed });

/** The dialog that asks why a remediation is rejected. */
export function rejectDialog(about: AboutFinding, place: SlackPlace, plan: ReviewedPlan): JsonObject {
  return {
    type: 'modal',
    callback_id: SLACK_ACTIONS.reject,
    // At most 3,000 characters, of which a button's value leaves enough.
    private_metadata: JSON.stringify({ about, place, reviewed: plan }),
    title: plainText('Reject remediation'),
    submit: plainText('Reject'),
    close: plainText('Cancel'),
    blocks: [
      {
        type: 'section',
        text: plainText(
          `${plan.remediation}, for ${about.finding}: ${shown(about.rule)} on ${shown(about.key)}`,
        ),
      },
      reasonInput(
        'Why is it not to be done?',
        'Everybody who reads the thread or a report sees it, with your name.',
      ),
      {
        type: 'context',
        elements: [
          plainText(
            'The finding stays open, and nothing is changed. Only people whom the configuration names may do this.',
          ),
        ],
      },
    ],
  };
}

/** Undefined where it is no dialog of ours. */
export function readRejectDialog(
  privateMetadata: string,
  values: DialogValues,
): { readonly about: AboutFinding; readonly place: SlackPlace; readonly answer: RejectAnswer } | undefined {
  const { data } = metadata.safeParse(jsonOf(privateMetadata));
  if (data === undefined) return undefined;
  const { about, place, reviewed: plan } = data;
  const reason = readReason(values);
  const answer: RejectAnswer =
    reason === undefined ? { errors: { [REASON_BLOCK]: REASON_FAULT } } : { reason, ...plan };
  return { about, place, answer };
}
