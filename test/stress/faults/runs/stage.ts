import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Store } from '@podguard/core';
import { REGION } from '../../../inventory/account.ts';
import { runCli } from '../../../support/run-cli.ts';
import type { Opened, Told } from '../scenario.ts';
import type { Answers, World } from '../world.ts';
import { type FakeAccount, newAccount } from './account.ts';
import { newServices, type Services } from './services.ts';
import { theDynamoDb } from './table.ts';

export interface Stage {
  readonly account: FakeAccount;
  readonly services: Services;
  readonly store: Store;
  readonly where: readonly string[];
  readonly directory: string;
  podguard(...args: readonly string[]): ReturnType<typeof runCli>;
  end(): Promise<void>;
}

const CONFIG = { remediation: { settleSeconds: 30 } };

export async function stage(answers: Answers = {}): Promise<Stage> {
  const db = await theDynamoDb();
  const services = newServices(answers);
  const { store, table } = await db.newStore();
  const account = await newAccount(services.answers, { DynamoDB: db.url }, Date.now() - 600_000);
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-faults-'));
  writeFileSync(path.join(directory, 'podguard.config.ts'), `export default ${JSON.stringify(CONFIG)};\n`);
  return {
    ...{ account, services, store, directory, where: ['--store', `dynamodb:${table}@${REGION}`] },
    podguard: (...args) => runCli([...args, '--region', REGION], { directory }),
    async end() {
      await account.fake.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export const opened = (world: World, run: () => Promise<Told>, close: () => Promise<void>): Opened => ({
  world,
  run,
  close,
});

/** What a command says beside its results: nothing, where all was read. */
export function toldOf({ status, stderr }: { readonly status: number; readonly stderr: string }): string {
  return status > 1 ? `exit ${status}: ${stderr}` : '';
}
