import { type JsonObject, reasonOf, ServiceError } from '@podguard/core';

/** Below what the service takes at once. */
const MOST_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/** Posts events to a service on this machine, a part after the other; told how many each part had. */
export async function postEvents(
  url: string,
  events: AsyncIterable<JsonObject>,
  onSent: (count: number) => void,
): Promise<void> {
  const target = new URL('/events', url);
  let part: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (part.length === 0) return;
    await post(target, part.join('\n'));
    onSent(part.length);
    part = [];
    bytes = 0;
  };
  for await (const event of events) {
    const line = JSON.stringify(event);
    if (bytes + line.length > MOST_BYTES) await flush();
    part.push(line);
    bytes += line.length;
  }
  await flush();
}

async function post(url: URL, body: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    const told = `${url.origin} does not answer: ${reasonOf(cause)}; is podguard start running there?`;
    // Without the cause, for which there would be advice about AWS.
    throw new ServiceError('queue-unreachable', told, { retryable: true });
  }
  await answer.body?.cancel();
  if (answer.ok) return;
  throw new ServiceError(
    'queue-unreachable',
    `${url.origin} answered ${answer.status}; look at its output, then send everything again, which is safe`,
    { retryable: true },
  );
}
