import { rmSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unusable } from './unusable.ts';

/** Where the owner of a directory answers. Its key keeps web pages and other users of the machine out. */
export interface Endpoint {
  readonly url: string;
  readonly pid: number;
  readonly table: string;
  readonly key: string;
  /** Which directory it answers for. Absent: it is kept in memory, or an older version wrote it. */
  readonly directory?: string;
  /** Where people look, if the owner shows them a page. */
  readonly page?: string;
}

const ANSWER_TIMEOUT_MS = 2_000;

/** The endpoint that the directory names, or undefined where there is none, the file is no endpoint, or it came with a copy. */
export async function readEndpoint(directory: string): Promise<Endpoint | undefined> {
  try {
    const endpoint = parseEndpoint(await readFile(pathOf(directory), 'utf8'));
    const isHere = endpoint?.directory === undefined || endpoint.directory === (await identityOf(directory));
    return isHere ? endpoint : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw unusable(directory, error);
  }
}

/**
 * Which directory it is, wherever it is moved or mounted: the numbers of the directory, which a copy of hard links does not share, and
 * of its lock, which nothing else gets while the owner has it open, also where the directory is filled again from a copy.
 */
export async function identityOf(directory: string): Promise<string> {
  const { dev, ino } = await stat(directory, { bigint: true });
  const lock = await stat(join(directory, 'owner', 'LOCK'), { bigint: true });
  return `${dev}:${ino}:${lock.ino}`;
}

/** Readers see the whole file or none. Only the directory's owner writes: what one that was killed left of it is replaced. */
export async function writeEndpoint(directory: string, endpoint: Endpoint): Promise<void> {
  const draft = `${pathOf(directory)}.draft`;
  try {
    await writeFile(draft, `${JSON.stringify(endpoint, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, pathOf(directory));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Synchronous, so that it can be done as the process exits. */
export function removeEndpoint(directory: string): void {
  rmSync(pathOf(directory), { force: true });
}

/** Whether a store answers there: its process may be dead, and its id or port another's by now. */
export async function answers({ url, key }: Endpoint): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Credential=${key}/` },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return answer.ok && (await answer.text()).startsWith('healthy: dynamodb');
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}

function pathOf(directory: string): string {
  return join(directory, 'endpoint.json');
}

function parseEndpoint(text: string): Endpoint | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { url, pid, table, key, directory, page } = parsed as Record<keyof Endpoint, unknown>;
  if (typeof url !== 'string' || !/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) return undefined;
  if (typeof pid !== 'number' || typeof table !== 'string' || typeof key !== 'string') return undefined;
  if (directory !== undefined && typeof directory !== 'string') return undefined;
  const hasPage = typeof page === 'string' && /^http:\/\/localhost:\d+$/.test(page);
  return {
    ...{ url, pid, table, key },
    ...(directory === undefined ? {} : { directory }),
    ...(hasPage ? { page } : {}),
  };
}
