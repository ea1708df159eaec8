import { type Config, type JsonValue, type ServiceState, shortHash } from '@podguard/core';
import * as z from 'zod/mini';

const ORGANIZATION_MARK = 'organization';

/** The accounts of our organization, as they were listed last. */
export interface Organization {
  readonly accounts: readonly string[];
  readonly listedAt: string;
  /** When the list became this one. */
  readonly changedAt: string;
  /** Whether everything was asked to be judged again since. */
  readonly judgedAgain: boolean;
}

const DIGITS = 12;
const HASH_LETTERS = 12;
/** Who judges may know a list for so long without looking again. */
export const KNOWN_FOR_MS = 60 * 60_000;

const time = z.iso.datetime();
const mark = z.object({
  /** One after the other: a list of texts would be a quarter longer. */
  accounts: z.string().check(z.regex(/^(\d{12})+$/)),
  listedAt: time,
  changedAt: time,
  judgedAgain: z.boolean(),
});

export async function loadOrganization(
  state: Pick<ServiceState, 'loadMark'>,
): Promise<Organization | undefined> {
  const { data } = mark.safeParse(await state.loadMark(ORGANIZATION_MARK));
  if (data === undefined) return undefined;
  const count = data.accounts.length / DIGITS;
  const accounts = Array.from({ length: count }, (_, at) =>
    data.accounts.slice(at * DIGITS, (at + 1) * DIGITS),
  );
  return { ...data, accounts };
}

export async function saveOrganization(
  state: Pick<ServiceState, 'saveMark'>,
  { accounts, listedAt, changedAt, judgedAgain }: Organization,
): Promise<void> {
  const value: JsonValue = { accounts: accounts.join(''), listedAt, changedAt, judgedAgain };
  await state.saveMark(ORGANIZATION_MARK, value);
}

/** What verdicts are made with, and its name. */
export interface JudgedBy {
  readonly config: Config;
  readonly judgedWith: string;
}

export interface JudgedByDeps extends JudgedBy {
  readonly state: Pick<ServiceState, 'loadMark'>;
  readonly now: () => Date;
}

/**
 * Creates what says what to judge by: the configuration, with the accounts of our organization where it asks for them. They
 * are looked up at most once an hour; where that fails, what was known goes on to hold. The same accounts are the same
 * configuration object, by which verdicts are remembered.
 */
export function createJudgedBy({ config, judgedWith, state, now }: JudgedByDeps): () => Promise<JudgedBy> {
  const given = { config, judgedWith };
  if (!config.organization) return async () => given;
  let known: { readonly by: JudgedBy; readonly at: number } | undefined;
  let loading: Promise<JudgedBy> | undefined;
  const load = async (): Promise<JudgedBy> => {
    const at = now().getTime();
    try {
      const loaded = withOrganization(given, await loadOrganization(state));
      known = { by: known?.by.judgedWith === loaded.judgedWith ? known.by : loaded, at };
    } catch (error) {
      if (known === undefined) throw error;
    }
    return known.by;
  };
  return async () => {
    if (known !== undefined && now().getTime() - known.at < KNOWN_FOR_MS) return known.by;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}

/** While nothing was listed nothing is known: then no account is called unknown. */
function withOrganization(
  { config, judgedWith }: JudgedBy,
  organization: Organization | undefined,
): JudgedBy {
  if (organization === undefined) {
    const { account: _, ...others } = config;
    return { config: { ...others, knownAccounts: [] }, judgedWith: `${judgedWith}+unlisted` };
  }
  const { accounts } = organization;
  const knownAccounts = [...new Set([...config.knownAccounts, ...accounts])];
  return {
    config: { ...config, knownAccounts },
    judgedWith: `${judgedWith}+${shortHash([...accounts], HASH_LETTERS)}`,
  };
}
