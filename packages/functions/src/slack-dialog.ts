import type { JsonObject } from '@podguard/core';
import { SLACK_ACTIONS } from '@podguard/notify/slack/action-value';
import { plain } from '@podguard/report';
import * as z from 'zod/mini';
import {
  type AboutFinding,
  aboutFinding,
  type Seen,
  type SlackPlace,
  seen,
  slackPlace,
} from './action-message.ts';

/** For how many days a finding can be exempt from Slack. */
const DAYS = [1, 7, 30, 90] as const;
const DEFAULT_DAYS = 7;
const REASON = { least: 10, most: 500 } as const;
const SHOWN = 300;

/** The blocks of the dialog that people fill in. */
const BLOCKS = { reason: 'reason', days: 'days' } as const;

/** What was filled in, or what is wrong with it, by the block that it is shown at. */
export type DialogAnswer =
  | { readonly reason: string; readonly days: number; readonly seen: Seen }
  | { readonly errors: Readonly<Record<string, string>> };

const metadata = z.strictObject({ about: aboutFinding, place: slackPlace, seen });
const reasonGiven = z.looseObject({ value: z.nullish(z.string()) });
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
      {
        type: 'input',
        block_id: BLOCKS.reason,
        label: plainText('Why is it acceptable?'),
        hint: plainText('Everybody who reads a report sees it, with your name.'),
        element: {
          type: 'plain_text_input',
          action_id: BLOCKS.reason,
          multiline: true,
          min_length: REASON.least,
          max_length: REASON.most,
        },
      },
      {
        type: 'input',
        block_id: BLOCKS.days,
        label: plainText('For how long?'),
        element: {
          type: 'static_select',
          action_id: BLOCKS.days,
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
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): { readonly about: AboutFinding; readonly place: SlackPlace; readonly answer: DialogAnswer } | undefined {
  const { data } = metadata.safeParse(jsonOf(privateMetadata));
  if (data === undefined) return undefined;
  const { about, place, seen } = data;
  return { about, place, answer: answerOf(values, seen) };
}

function answerOf(
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  seen: Seen,
): DialogAnswer {
  const given = reasonGiven.safeParse(values[BLOCKS.reason]?.[BLOCKS.reason]).data?.value ?? '';
  const reason = given.trim().toWellFormed();
  const { data } = daysChosen.safeParse(values[BLOCKS.days]?.[BLOCKS.days]);
  const days = DAYS.find((some) => String(some) === data?.selected_option.value);
  const isReasonWrong = reason.length < REASON.least || reason.length > REASON.most;
  if (isReasonWrong || days === undefined)
    return {
      errors: {
        ...(isReasonWrong
          ? { [BLOCKS.reason]: `Give a reason of ${REASON.least} to ${REASON.most} characters.` }
          : {}),
        ...(days === undefined ? { [BLOCKS.days]: 'Choose one of these.' } : {}),
      },
    };
  return { reason, days, seen };
}

/** The answer that keeps a dialog open and shows what is wrong. */
export function dialogErrors(errors: Readonly<Record<string, string>>): string {
  return JSON.stringify({ response_action: 'errors', errors });
}

/** Shown at the reason, where people look. */
export function dialogFailure(message: string): string {
  return dialogErrors({ [BLOCKS.reason]: message });
}

function shown(text: string): string {
  return plain(text).slice(0, SHOWN).toWellFormed();
}

function option(days: number): JsonObject {
  return { text: plainText(days === 1 ? '1 day' : `${days} days`), value: String(days) };
}

function plainText(text: string): JsonObject {
  return { type: 'plain_text', text, emoji: false };
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
