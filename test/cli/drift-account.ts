import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients } from '../support/aws-fake/sdk.ts';
import { type CliInput, type CliResult, runCli } from '../support/run-cli.ts';

const ACCOUNT = '111122223333';
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A trust policy for Pod Identity. */
export const PODS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
});
export const ANYBODY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

export interface DriftAccount extends ReturnType<typeof changingClients> {
  readonly fake: AwsFake;
  readonly directory: string;
  /** Runs `podguard drift` on it, in a directory of its own. */
  drift(options?: readonly string[], input?: CliInput): Promise<CliResult>;
  makeRole(name: string, trust?: string): Promise<void>;
}

/** An account with a cluster, and two service accounts that have roles. */
export async function driftAccount(): Promise<DriftAccount> {
  const fake = await startAwsFake({ account: ACCOUNT });
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-drift-'));
  onTestFinished(async () => {
    await fake.close();
    rmSync(directory, { recursive: true });
  });
  const clients = changingClients(fake.url);
  let readUntil = 0;
  const makeRole = async (name: string, trust = PODS): Promise<void> => {
    await clients.iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust });
  };
  await clients.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  for (const name of ['cart', 'checkout']) {
    await makeRole(name);
    const association = {
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: name,
      roleArn: roleArn(name),
    };
    await clients.eks.createPodIdentityAssociation(association);
  }
  return {
    ...clients,
    ...{ fake, directory, makeRole },
    async drift(options = [], input = {}) {
      // Reads are stamped in whole seconds: of two within one neither is the newer.
      while (secondNow() === readUntil) await wait(50);
      const at = options.includes('--endpoint-url') ? [] : ['--endpoint-url', fake.url];
      const args = ['drift', ...at, '--region', 'eu-central-1', '--no-color', ...options];
      const result = await runCli(args, { directory, ...input });
      readUntil = secondNow();
      return result;
    },
  };
}

const secondNow = () => Math.floor(Date.now() / 1_000);
