import type { ClientOptions } from './clients.ts';
import { type Fault, faultOf, isNamed } from './fault.ts';
import { must } from './must.ts';
import { within } from './within.ts';

/** What listing an organization's accounts calls. */
export const ORGANIZATION_ACTIONS: readonly string[] = ['organizations:ListAccounts'];

export type OrganizationRead = { readonly outcome: 'read'; readonly accounts: readonly string[] } | Fault;

export interface OrganizationDeps {
  readonly clientOptions: ClientOptions & { readonly region: string };
  /** Our own account, which is one of them. */
  readonly account: string;
  /** For all pages. */
  readonly timeoutMs: number;
}

/** What judging with them, and keeping them, was made for. */
const MOST_ACCOUNTS = 20_000;

/**
 * The ids of the organization's active accounts, sorted: all of them or a fault. Only the management account and delegated
 * administrators may list them.
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function listOrganization({
  clientOptions,
  account,
  timeoutMs,
}: OrganizationDeps): Promise<OrganizationRead> {
  try {
    const accounts = await within(timeoutMs, (signal) => listActive(clientOptions, signal));
    if (!accounts.includes(account))
      return { outcome: 'failed', reason: `${account} is not among the accounts that were listed` };
    if (accounts.length > MOST_ACCOUNTS)
      return { outcome: 'failed', reason: `there are more than ${MOST_ACCOUNTS} accounts` };
    return { outcome: 'read', accounts };
  } catch (error) {
    const fault = faultOf(error);
    return isNamed(error, 'AWSOrganizationsNotInUseException') ? { ...fault, outcome: 'unavailable' } : fault;
  }
}

async function listActive(
  options: OrganizationDeps['clientOptions'],
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const { OrganizationsClient, paginateListAccounts } = await import('./sdk/organizations.ts');
  const client = new OrganizationsClient(options);
  try {
    const ids = new Set<string>();
    // `Status` was retired in favour of `State`; a page may be empty before the last.
    for await (const { Accounts } of paginateListAccounts({ client }, {}, { abortSignal }))
      for (const { Id, State } of must(Accounts, 'Accounts'))
        if (must(State, 'State') === 'ACTIVE') ids.add(must(Id, 'Id'));
    return [...ids].sort();
  } finally {
    client.destroy();
  }
}
