import type { Message } from './messages.ts';

export function toMessageBody(message: Message): string {
  return toSafeJson(message);
}

/**
 * JSON that SQS takes: it refuses U+FFFE and U+FFFF, which names may hold; the other characters that it refuses JSON escapes.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
