import { setTimeout as pause } from 'node:timers/promises';
import {
  type Catalogue,
  type Config,
  createEngine,
  createFindingContext,
  type FindingContext,
  isGranted,
  type Remediation,
} from '@podguard/core';
import { createClients, createLiveReads } from '@podguard/inventory';
import { createPerform, createRemediating, type Remediating, remediatorsFor } from '@podguard/remediate';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';
import { type ConfigFlags, loadConfig } from '../configuration.ts';
import { openForDecisions } from '../decide/open-for-decisions.ts';
import { type Caller, findCaller } from '../drift/caller.ts';
import { backOff, judgedBy } from '../drift/judging.ts';
import { awsOf, homeOf, refuseOtherAccount } from '../drift/open-drift-store.ts';
import { readingOf } from '../drift/reading.ts';
import { isTable, type OpenStore } from '../local-store/index.ts';
import type { Terminal } from '../terminal.ts';
import { ownPrincipals } from './own-principals.ts';
import { personOfCaller, principalOfCaller } from './person-of-caller.ts';

/** What is kept, as it can be looked at without AWS. */
export interface Kept extends OpenStore {
  readonly where: string;
  readonly catalogue: Catalogue;
  readonly context: () => Promise<FindingContext>;
}

/** A store, and the account that it is about, by the caller's own credentials. */
export interface RemediateWorld extends Kept {
  readonly account: string;
  readonly remediating: Remediating;
  /** Whether the service of a table applies what is approved, by the configuration: else somebody does by command. */
  readonly serviceApplies: (remediation: Remediation) => boolean;
  /** Whose approval it is. */
  readonly person: string;
}

/** Opens the store, finds in it what the command is about, and only then asks AWS who calls. Undefined where the signal came before that. */
export async function openRemediating<T>(
  flags: ConfigFlags & AwsFlags & { readonly store?: string },
  use: 'read' | 'write',
  { terminal, catalogue }: { readonly terminal: Terminal; readonly catalogue: Catalogue },
  find: (kept: Kept) => Promise<T>,
): Promise<{ readonly world: RemediateWorld; readonly found: T } | undefined> {
  const configured = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? configured.store;
  const opened = await openForDecisions(where, terminal, awsOf(where, flags), use);
  try {
    const context = createFindingContext({ config: configured, state: opened.state, now: () => new Date() });
    const kept: Kept = { ...opened, where, catalogue, context };
    const found = await find(kept);
    const aws = homeOf(where, flags);
    const caller = await findCaller(aws, terminal.signal).catch((error: unknown) => {
      if (terminal.signal.aborted) return undefined;
      throw error;
    });
    if (caller !== undefined) {
      return { world: await worldOf({ kept, caller, aws, configured }), found };
    }
  } catch (error) {
    await opened.close();
    throw error;
  }
  await opened.close();
  return undefined;
}

async function worldOf({
  kept,
  caller,
  aws,
  configured,
}: {
  readonly kept: Kept;
  readonly caller: Caller;
  readonly aws: AwsFlags;
  readonly configured: Config;
}): Promise<RemediateWorld> {
  const { store, state, where, catalogue, context } = kept;
  const { account, arn, keyId } = caller;
  await refuseOtherAccount(where, store, { account, whose: 'these credentials are' });
  const judging = { state, catalogue, configured, caller, use: 'repair' } as const;
  const { config, judgedWith } = await judgedBy(where, judging);
  const reading = readingOf(caller, aws, config);
  const { now } = reading;
  const remediating = createRemediating({
    ...{ store, state, remediations: state, catalogue, config, judgedWith, context, account, now },
    engine: createEngine({ store, catalogue, config, judgedWith, pastLimit: 20, backOff, now }),
    remediators: remediatorsFor(config),
    read: (key) => createLiveReads({ ...reading, recorded: store.load }).read(key),
    perform: createPerform({ clients: callingClients(aws) }),
    // By the caller's own rights, of which AWS knows.
    mayApply: () => true,
    principal: principalOfCaller(arn),
    own: ownPrincipals(where, caller, config),
    ...(keyId === undefined ? {} : { callerKey: keyId }),
    pause,
    // Here it is printed; of a deployed service its sweep tells the people who are to hear of it.
    tell: isTable(where) ? null : async () => {},
  });
  const person = await personOfCaller(arn, (name) => roleArnOf(name, reading.clients, caller.region));
  return {
    ...{ ...kept, account, remediating, person },
    serviceApplies: ({ plan }) =>
      isTable(where) && plan !== null && isGranted(plan.remediator, { catalogue, config }),
  };
}

/** A call that changes something is made once, and once more where AWS took none. */
function callingClients(aws: AwsFlags) {
  const { region: _region, ...options } = awsConfig(aws);
  return createClients({ ...options, maxAttempts: 2, retryMode: 'standard' });
}

/** The whole ARN of a role, with the path, which callers' names leave out; undefined where these credentials may not read it. */
async function roleArnOf(
  name: string,
  clients: ReturnType<typeof createClients>,
  region: string,
): Promise<string | undefined> {
  try {
    const { sdk, client } = await clients.iam(region);
    return (await client.send(new sdk.GetRoleCommand({ RoleName: name }))).Role?.Arn;
  } catch {
    return undefined;
  }
}
