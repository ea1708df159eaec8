import { createHmac, timingSafeEqual } from 'node:crypto';

/** A call of the function's URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export interface UrlCall {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: { readonly http?: { readonly method?: string } };
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** A call that has the form of Slack's. Whether it is Slack's, its signature tells. */
export interface SlackRequest {
  /** As it was sent, byte by byte. */
  readonly body: Buffer;
  readonly timestamp: string;
  readonly signature: string;
}

export type Refusal = 'form' | 'length' | 'time' | 'signature' | 'replay';

/** The whole message comes with each press of a button, escaped twice: 50 blocks of 3,000 characters at most. */
export const LONGEST_BODY = 1_000_000;
/** Source: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const VERSION = 'v0';
const OFF_SECONDS = 300;
const FORM = 'application/x-www-form-urlencoded';

/** Reads a call without looking into its body. */
export function readSlackRequest(call: UrlCall): SlackRequest | Refusal {
  const { headers = {}, body: text = '', isBase64Encoded: isEncoded = false } = call;
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const signature = headers['x-slack-signature'] ?? '';
  if (
    call.requestContext?.http?.method !== 'POST' ||
    headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== FORM ||
    !/^\d{1,12}$/.test(timestamp) ||
    !/^v0=[0-9a-f]{64}$/.test(signature)
  )
    return 'form';
  // Four characters of base64 are three bytes.
  if (text.length * (isEncoded ? 0.75 : 1) > LONGEST_BODY) return 'length';
  return { body: Buffer.from(text, isEncoded ? 'base64' : 'utf8'), timestamp, signature };
}

/** Whether it was signed within the last or the next five minutes, as it says itself. */
export function isTimely({ timestamp }: SlackRequest, now: Date): boolean {
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= OFF_SECONDS;
}

export function isSignedWith({ body, timestamp, signature }: SlackRequest, secret: string): boolean {
  const hmac = createHmac('sha256', secret).update(`${VERSION}:${timestamp}:`).update(body);
  const expected = Buffer.from(`${VERSION}=${hmac.digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
