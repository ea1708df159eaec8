import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '@podguard/core';
import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import { CONFIG, type Deployment } from './deployment.ts';
import { SAMPLES } from './sample-day.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const FLAGS = ['--config', join(ROOT, 'test/fixtures/synth', CONFIG), '--fail-on', 'never'];

/** What `podguard scan samples` finds. */
export function scanned(): Promise<readonly Finding[]> {
  return findingsOf(['scan', SAMPLES], {});
}

/** What `podguard report` shows of the deployed service's table. */
export function reported({ table, miniStack }: Deployment): Promise<readonly Finding[]> {
  const store = ['--store', `dynamodb:${table}@${REGION}`];
  return findingsOf(['report', '--all', '--no-posture', ...store], {
    AWS_ENDPOINT_URL: miniStack.url,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}

async function findingsOf(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> {
  const { stdout } = await run('podguard', [...command, ...FLAGS, '--format', 'json'], {
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 26,
  });
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  // Where a file says what opened it.
  return findings.map((finding) => ({ ...finding, source: null })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
