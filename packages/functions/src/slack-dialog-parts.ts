import type { JsonObject } from '@podguard/core';
import { plain } from '@podguard/report';
import * as z from 'zod/mini';

const REASON = { least: 10, most: 500 } as const;
const SHOWN = 300;

/** Where a reason is filled in, and what is wrong with it is shown. */
export const REASON_BLOCK = 'reason';
export const REASON_FAULT = `Give a reason of ${REASON.least} to ${REASON.most} characters.`;

/** What was filled in, by block and then by element. */
export type DialogValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const reasonGiven = z.looseObject({ value: z.nullish(z.string()) });

export function reasonInput(label: string, hint: string): JsonObject {
  return {
    type: 'input',
    block_id: REASON_BLOCK,
    label: plainText(label),
    hint: plainText(hint),
    element: {
      type: 'plain_text_input',
      action_id: REASON_BLOCK,
      multiline: true,
      min_length: REASON.least,
      max_length: REASON.most,
    },
  };
}

/** Undefined where it is too short or too long: Slack's own checks are in its client. */
export function readReason(values: DialogValues): string | undefined {
  const given = reasonGiven.safeParse(values[REASON_BLOCK]?.[REASON_BLOCK]).data?.value ?? '';
  const reason = given.trim().toWellFormed();
  return reason.length < REASON.least || reason.length > REASON.most ? undefined : reason;
}

/** The answer that keeps a dialog open and shows what is wrong. */
export function dialogErrors(errors: Readonly<Record<string, string>>): string {
  return JSON.stringify({ response_action: 'errors', errors });
}

/** Shown at the reason, where people look. */
export function dialogFailure(message: string): string {
  return dialogErrors({ [REASON_BLOCK]: message });
}

export function plainText(text: string): JsonObject {
  return { type: 'plain_text', text, emoji: false };
}

export function shown(text: string): string {
  return plain(text).slice(0, SHOWN).toWellFormed();
}

export function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
