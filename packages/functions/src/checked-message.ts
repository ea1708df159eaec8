import { ServiceError } from '@podguard/core';
import * as z from 'zod/mini';

/** What a queue carries, as JSON. */
export function jsonOf(body: string, queue: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    // The engine's own message quotes the input.
    if (error instanceof SyntaxError) throw malformed(queue, 'it is no JSON');
    throw error;
  }
}

export function checked<T>(schema: z.ZodMiniType<T>, value: unknown, queue: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw malformed(queue, z.prettifyError(result.error));
}

function malformed(queue: string, reason: string): ServiceError {
  return new ServiceError(
    'message-malformed',
    `a message on the ${queue} queue cannot be read, and goes to its dead-letter queue: ${reason}`,
  );
}
