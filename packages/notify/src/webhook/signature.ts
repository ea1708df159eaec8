import { createHmac } from 'node:crypto';

/** By which a receiver knows that a body is ours and of now: the HMAC of the timestamp, a dot and the body. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
