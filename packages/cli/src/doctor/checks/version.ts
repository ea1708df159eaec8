import { judgedWith } from '@podguard/deployment/judged-with';
import { loadDeployed } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { ask, fail, type Look, look, ok, warn } from '../line.ts';
import { documentClient } from '../table-state.ts';
import type { World } from '../world.ts';

const DEPLOY = 'npx sst deploy, or check out the version that is deployed';

/** The deployed rules, and the settings that verdicts depend on, are those of this checkout; each deploy of others says so. */
export async function checkVersion(world: World): Promise<readonly Look[]> {
  const line = await look('rules and configuration', async () => {
    const table = await world.table();
    if (table === undefined) return fail('the function evaluate does not name the table', DEPLOY);
    const { client, close } = documentClient(world);
    try {
      const state = createDynamoDbServiceState({ client, table });
      const last = await ask('dynamodb:GetItem', loadDeployed(state));
      if (last === undefined) return warn('no deploy has said what it is', 'deploy once to the end');
      // After a plus sign: the accounts of the organization, which a service lists by itself.
      const deployed = last.judgedWith.replace(/\+.*$/s, '').split('.');
      const here = judgedWith(world.root, world.config).split('.');
      const differ = ['rules', 'configuration'].filter((_, part) => deployed[part] !== here[part]);
      return differ.length === 0
        ? ok('those of this checkout are deployed, settings about people aside, which are not compared')
        : warn(`other ${differ.join(' and ')} than those of this checkout are deployed`, DEPLOY);
    } finally {
      close();
    }
  });
  return [line];
}
