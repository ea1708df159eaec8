import { ServiceError } from '@podguard/core';
import type { Alert, Channel } from '../alert.ts';
import { fittingBody } from '../bodies.ts';
import { type PostAnswer, post, postFailure } from '../http-post.ts';
import { parseRetryAfter, RetryLater } from '../retry-later.ts';
import { whatOf } from '../what-of.ts';
import { webhookSignature } from './signature.ts';

export interface WebhookChannelDeps {
  readonly name?: string;
  readonly url: string;
  /** The key by which bodies are signed; asked for anew each time. */
  readonly secret: () => Promise<string>;
  readonly now?: () => Date;
  /** For tests of this machine alone. */
  readonly allowHttp?: boolean;
}

/** What a `send` takes at most, but for reading the secret. */
export const WEBHOOK_SEND_MS = 5_000;
const LIMIT_MS = 4_000;
const LIMIT_BYTES = 240_000;

/** Posts the body that programs get, signed, to an address of the operators'. */
export function createWebhookChannel(deps: WebhookChannelDeps): Channel {
  const { name = 'webhook', now = () => new Date() } = deps;
  const url = urlOf(deps);
  return {
    name,
    async send(alert) {
      const { body, text } = fittingBody(alert, LIMIT_BYTES);
      const timestamp = String(Math.floor(now().getTime() / 1_000));
      const secret = await secretOf(deps);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'podguard',
        'x-podguard-id': body.id,
        'x-podguard-timestamp': timestamp,
        'x-podguard-signature': webhookSignature(secret, timestamp, text),
      };
      const answer = await post(url, { body: text, headers, limitMs: LIMIT_MS }).catch((error: unknown) => {
        const reason = `did not take the alert of ${whatOf(alert)}: ${postFailure(error)}; it is sent again`;
        throw new ServiceError('channel-unreachable', `${url.origin} ${reason}`, {
          cause: error,
          retryable: true,
        });
      });
      if (!answer.ok) throw refusal(answer, { url, alert, now: now() });
    },
  };
}

/** Of its path and query people make secrets: messages name its origin only. */
function urlOf({ url, allowHttp = false }: WebhookChannelDeps): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const allowed = parsed?.protocol === 'https:' || (allowHttp && parsed?.protocol === 'http:');
  if (parsed !== undefined && allowed && parsed.username + parsed.password === '') return parsed;
  throw new ServiceError(
    'config-invalid',
    'the URL of a webhook begins with https:// and has no user name or password in it',
  );
}

async function secretOf({ secret }: WebhookChannelDeps): Promise<string> {
  const key = await secret();
  if (key.trim() !== '') return key;
  throw new ServiceError(
    'channel-unreachable',
    'the secret of the webhook is empty: put a long random text into its parameter',
    { retryable: true },
  );
}

/** What is wrong with the body stays wrong; a right, an address or a server can be mended meanwhile. */
const OF_THE_BODY = new Set([400, 413, 422]);

interface Refused {
  readonly url: URL;
  readonly alert: Alert;
  readonly now: Date;
}

function refusal({ status, retryAfter }: PostAnswer, { url, alert, now }: Refused): ServiceError {
  const said = `${url.origin} answered ${status} to the alert of ${whatOf(alert)}`;
  if (OF_THE_BODY.has(status))
    return new ServiceError('alert-refused', `${said}; it goes to the dead-letter queue`);
  const seconds = parseRetryAfter(retryAfter, now);
  if (seconds !== undefined && (status === 429 || status >= 500))
    return new RetryLater(`${said}; it is sent again when it asks for it`, seconds);
  return new ServiceError('channel-unreachable', `${said}: ${wayOut(status)}; it is sent again`, {
    retryable: true,
  });
}

function wayOut(status: number): string {
  if (status >= 300 && status < 400) return 'redirects are not followed, configure the address it leads to';
  if (status === 401 || status === 403)
    return 'see that it checks the signature by the secret of the parameter';
  if (status === 404 || status === 410) return 'see that the configured address is there';
  if (status === 408 || status === 429 || status >= 500) return 'see whether it is up';
  return 'see that it takes POST requests of JSON';
}
