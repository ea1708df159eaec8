import type { Ingested } from 'podguard/service';
import { keyCreated } from './records.ts';

export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const created = keyCreated('ci-bot', KEY);
export const json = JSON.stringify;

interface Body extends Ingested {
  readonly error: { readonly code: string; readonly message: string };
}

export async function answer(response: Response) {
  return { status: response.status, body: (await response.json()) as Body };
}
