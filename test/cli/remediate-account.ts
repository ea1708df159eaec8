import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, JsonObject, Remediation, RemediationPlan } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import { vi } from 'vitest';
import { type CliInput, type CliResult, runCli } from '../support/run-cli.ts';
import { type DriftAccount, driftAccount } from './drift-account.ts';

export const READER = 'arn:aws:iam::111122223333:user/reader';
const MINUTE_MS = 60_000;

export interface RemediationJson
  extends Pick<Remediation, 'id' | 'finding' | 'status' | 'guards' | 'history'> {
  readonly remediator: string | null;
  readonly refusal: string | null;
  readonly plan: RemediationPlan | null;
  readonly planHash: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** An account that was read some minutes ago: what was found then has settled. */
export interface RemediateAccount extends DriftAccount {
  /** Of any pod of any cluster getting a role. */
  readonly finding: Finding;
  podguard(args: readonly string[], input?: CliInput): Promise<CliResult>;
  json(args: readonly string[]): Promise<RemediationJson>;
  findings(): Promise<readonly Finding[]>;
  trust(): Promise<string>;
  /** How often AWS was called to change the role's trust policy. */
  changes(): number;
  /** Once: what was loaded stays. */
  configure(settings: object): void;
  /** From now on these credentials are of another caller. */
  callAs(arn: string, account?: string): void;
  kept(): Promise<readonly Remediation[]>;
  save(remediation: Remediation): Promise<void>;
}

/** Once: what was loaded stays. */
export function configure(directory: string, settings: object): void {
  const text = `export default ${JSON.stringify(settings)};\n`;
  writeFileSync(path.join(directory, 'podguard.config.ts'), text);
}

export async function remediateAccount(minutesAgo = 10): Promise<RemediateAccount> {
  const { account, found } = await inThePast(minutesAgo, async () => {
    const made = await driftAccount();
    const { stdout } = await made.drift(['--quiet', '--fail-on', 'never', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
    return { account: made, found: findings };
  });
  const { directory, fake, iam } = account;
  const at = ['--endpoint-url', fake.url, '--region', 'eu-central-1', '--no-color'];
  // Who reads the store alone asks AWS nothing.
  const asksAws = ([command, subcommand = '']: readonly string[]) =>
    ['remediate', 'rollback'].includes(command ?? '') || ['approve', 'reject'].includes(subcommand);
  const podguard = (args: readonly string[], input: CliInput = {}) =>
    runCli([...args, ...(asksAws(args) ? at : [])], { directory, ...input });
  const findings = async () => {
    const { stdout } = await runCli(['report', '--format', 'json', '--quiet'], { directory });
    return (JSON.parse(stdout) as { readonly findings: readonly Finding[] }).findings;
  };
  const finding = found.find(
    ({ rule, resource }) => rule === 'pod-identity-trust-unscoped' && resource.key.endsWith('role/cart'),
  );
  if (finding === undefined) throw new Error('the role of any pod was not found');
  const inStore = async <T>(use: (store: Awaited<ReturnType<typeof useLocalStore>>) => Promise<T>) => {
    const store = await useLocalStore(path.join(directory, '.podguard'));
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };
  return {
    ...account,
    ...{ finding, podguard, findings },
    json: async (args) => JSON.parse((await podguard([...args, '--format', 'json'])).stdout),
    trust: async () => {
      const { Role } = await iam.getRole({ RoleName: 'cart' });
      return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    },
    changes: () => fake.calls.filter((call) => call === 'iam:UpdateAssumeRolePolicy').length,
    configure: (settings) =>
      writeFileSync(
        path.join(directory, 'podguard.config.ts'),
        `export default ${JSON.stringify(settings)};`,
      ),
    callAs: (arn, id = '111122223333') =>
      fake.fault(
        'sts:GetCallerIdentity',
        {
          kind: 'garbage',
          body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDA</UserId><Account>${id}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        },
        1_000,
      ),
    kept: () => inStore(({ state }) => state.listRemediations(100)),
    save: (remediation) =>
      inStore(async ({ state }) => {
        const saved = await state.saveRemediation(remediation);
        if (saved !== 'written') throw new Error(`not written: ${saved}`);
      }),
  };
}

/** The clock stands still meanwhile. */
export async function inThePast<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - minutes * MINUTE_MS });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
