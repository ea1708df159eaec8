import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import type { Deployment } from './deployment.ts';

const run = promisify(execFile);
const FIXTURES = join(import.meta.dirname, '../../fixtures/synth');

/** What a command of ours prints; the configuration is a file below test/fixtures/synth. */
export async function podguard(
  command: readonly string[],
  config: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await run('podguard', [...command, '--config', join(FIXTURES, config)], {
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

/** The same, over the deployment's table. */
export function podguardOn(
  { config, table, miniStack }: Pick<Deployment, 'config' | 'table' | 'miniStack'>,
  command: readonly string[],
): Promise<string> {
  return podguard([...command, '--store', `dynamodb:${table}@${REGION}`], config, {
    AWS_ENDPOINT_URL: miniStack.url,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}
