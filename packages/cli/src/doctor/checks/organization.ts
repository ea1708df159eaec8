import { loadOrganization } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { ask, type Found, fail, type Look, look, ok } from '../line.ts';
import { documentClient } from '../table-state.ts';
import { DEPLOY, type World } from '../world.ts';

/** Listed daily, with a day more. */
const OLD_MS = 48 * 60 * 60_000;

/** Where the configuration asks for the accounts of the organization, they are known, and from when. */
export async function checkOrganization(world: World): Promise<readonly Look[]> {
  return [await look('accounts of the organization', () => checkListed(world))];
}

async function checkListed(world: World): Promise<Found> {
  if (!world.config.organization) return ok('the configuration does not ask for them');
  const table = await world.table();
  if (table === undefined) return fail('the function evaluate does not name the table', DEPLOY);
  const { client, close } = documentClient(world);
  try {
    const state = createDynamoDbServiceState({ client, table });
    const listed = await ask('dynamodb:GetItem', loadOrganization(state));
    const mend = `the log of ${world.site.prefix}-sweep says why; where this account may never list them, leave organization out and name knownAccounts`;
    if (listed === undefined)
      return fail('they were never listed: whether an account is unknown is undecided', mend);
    const { accounts, listedAt } = listed;
    const told = `${accounts.length} were listed at ${listedAt}`;
    const isOld = world.now().getTime() - Date.parse(listedAt) > OLD_MS;
    return isOld ? fail(`${told}, and not since: newer ones are called unknown`, mend) : ok(told);
  } finally {
    close();
  }
}
