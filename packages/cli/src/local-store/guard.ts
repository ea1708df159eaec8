import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from this project's own client. The embedded DynamoDB believes everybody and answers any web
 * page: so the key must be right, the host must be this one (DNS rebinding), and no page may have sent it.
 */
export function isOwnRequest(
  { headers }: Pick<IncomingMessage, 'headers'>,
  key: string,
  port: number,
): boolean {
  return (
    headers.origin === undefined &&
    headers.host === `127.0.0.1:${port}` &&
    headers.authorization?.includes(`Credential=${key}/`) === true
  );
}
