import { reasonOf } from '@podguard/core';

export interface PostRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limitMs: number;
  /** Reads something of an answer that is no success, which may have no end; by default nothing of any. */
  readonly read?: (response: Response) => Promise<string>;
}

export interface PostAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly said: string;
  readonly retryAfter: string | null;
}

/** Posts once, follows no redirect, and reads of the answer no more than it is told to: it is somebody else's. */
export async function post(
  url: URL,
  { body, headers, limitMs, read = async () => '' }: PostRequest,
): Promise<PostAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  const { ok, status } = response;
  const said = ok ? '' : await read(response);
  await response.body?.cancel();
  return { ok, status, said, retryAfter: response.headers.get('retry-after') };
}

/** `fetch failed` says nothing; its cause does. */
export function postFailure(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
