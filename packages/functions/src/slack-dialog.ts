import type { JsonObject } from '@podguard/core';
import { SLACK_ACTIONS } from '@podguard/notify/slack/action-value';
import * as z from 'zod/mini';
import {
  type AboutFinding,
  aboutFinding,
  type Seen,
  type SlackPlace,
  seen,
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

/** For how many days a finding can be exempt from Slack. */
const DAYS = [1, 7, 30, 90] as const;
const DEFAULT_DAYS = 7;
const DAYS_BLOCK = 'days';

/** What was filled in, or what is wrong with it, by the block that it is shown at. */
export type DialogAnswer =
  | { readonly reason: string; readonly days: number; readonly seen: Seen }
  | { readonly errors: Readonly<Record<string, string>> };

const metadata = z.strictObject({ about: aboutFinding, place: slackPlace, seen });
const daysChosen = z.looseObject({ selected_option: z.looseObject({ value: z.string() }) });

/** The dialog that asks why, and for how long; it may stay open for hours. Source: https://docs.slack.dev/reference/views/modal-views */
export function exemptDialog(about: AboutFinding, place: SlackPlace, seen: Seen): JsonObject {
  const { finding, key, rule } = about;
  return {
    type: 'modal',
    callback_id: SLACK_ACTIONS.exempt,
    // At most 3,000 characters, of which a button's value leaves enough.
    private_metadata: JSON.stringify({ about, place, seen }),
    title: plainText('Exempt for a time'),
    submit: plainText('Exempt'),
    close: plainText('Cancel'),
    blocks: [
      {
        type: 'section',
        text: plainText(`${finding}, ${seen.severity}: ${shown(rule)} on ${shown(key)}`),
      },
      reasonInput('Why is it acceptable?', 'Everybody who reads a report sees it, with your name.'),
      {
        type: 'input',
        block_id: DAYS_BLOCK,
        label: plainText('For how long?'),
        element: {
          type: 'static_select',
          action_id: DAYS_BLOCK,
          initial_option: option(DEFAULT_DAYS),
          options: DAYS.map(option),
        },
      },
      {
        type: 'context',
        elements: [
          plainText(
            'It ends by itself, and at once when the finding gets worse. Only people whom the configuration names may do this.',
          ),
        ],
      },
    ],
  };
}

/** Undefined where it is no dialog of ours. Slack's own checks are in its client: what came is checked here. */
export function readDialog(
  privateMetadata: string,
  values: DialogValues,
): { readonly about: AboutFinding; readonly place: SlackPlace; readonly answer: DialogAnswer } | undefined {
  const { data } = metadata.safeParse(jsonOf(privateMetadata));
  if (data === undefined) return undefined;
  const { about, place, seen } = data;
  return { about, place, answer: answerOf(values, seen) };
}

function answerOf(values: DialogValues, seen: Seen): DialogAnswer {
  const reason = readReason(values);
  const { data } = daysChosen.safeParse(values[DAYS_BLOCK]?.[DAYS_BLOCK]);
  const days = DAYS.find((some) => String(some) === data?.selected_option.value);
  if (reason === undefined || days === undefined)
    return {
      errors: {
        ...(reason === undefined ? { [REASON_BLOCK]: REASON_FAULT } : {}),
        ...(days === undefined ? { [DAYS_BLOCK]: 'Choose one of these.' } : {}),
      },
    };
  return { reason, days, seen };
}

function option(days: number): JsonObject {
  return { text: plainText(days === 1 ? '1 day' : `${days} days`), value: String(days) };
}
