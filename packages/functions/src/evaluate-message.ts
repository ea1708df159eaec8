import { someText } from '@podguard/core';
import * as z from 'zod/mini';
import { checked, jsonOf } from './checked-message.ts';

/** Ours by `podguard`, which no event of EventBridge has. */
const rejudge = () =>
  z.strictObject({
    podguard: z.literal('rejudge'),
    key: someText,
    /** After another read of the account: what events left open was too young for the one before. */
    read: z.optional(z.literal(true)),
    /** By what that changed which asks for it. */
    origin: z.optional(z.enum(['live', 'replayed'])),
  });
/** A record that an operator sends again, as EventBridge sent it or would have. */
const replay = () => z.strictObject({ podguard: z.literal('replay'), event: z.unknown() });

export type RejudgeMessage = z.output<ReturnType<typeof rejudge>>;
export type ReplayMessage = z.output<ReturnType<typeof replay>>;

/** What the evaluate queue carries: a message of ours, or the value that EventBridge sent. */
export type EvaluateMessage =
  | RejudgeMessage
  | ReplayMessage
  | { readonly podguard?: undefined; readonly value: unknown };

const ours = z.lazy(() => z.discriminatedUnion('podguard', [rejudge(), replay()]));

export function parseEvaluateMessage(body: string): EvaluateMessage {
  const value = jsonOf(body, 'evaluate');
  return isObject(value) && 'podguard' in value ? checked(ours, value, 'evaluate') : { value };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
