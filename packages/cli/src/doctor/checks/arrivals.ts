import { type CanaryPlaces, canaryPlaces } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { ask, type Found, fail, type Look, look, ok, warn } from '../line.ts';
import { readMetric } from '../metric.ts';
import { documentClient } from '../table-state.ts';
import { DEPLOY, type World } from '../world.ts';

const DAY_SECONDS = 86_400;
const PATIENCE_MS = 30 * 60_000;
const MOST_AGE_MS = 26 * 3_600_000;
const MEND =
  'is the trail logging, are the rules of that region enabled, is the policy of the bus as deployed? See the lines above';

/** Events arrive: the daily test came back from every region, and others came. */
export async function checkArrivals(world: World): Promise<readonly Look[]> {
  const found: { places?: CanaryPlaces } = {};
  const canary = await look('canary', async () => {
    const table = await world.table();
    if (table === undefined) return fail('the function evaluate does not name the table', DEPLOY);
    const places = await loadPlaces(world, table);
    if (places === undefined)
      return warn('it was not sent yet', 'look again within an hour after the first deploy');
    found.places = places;
    return ageOf(world, places) > MOST_AGE_MS
      ? fail(`last sent at ${places.sentAt}, and should be daily`, 'look into the log of canary')
      : ok(`last sent at ${places.sentAt}`);
  });
  const { places } = found;
  const each = (places?.places ?? []).map(
    ({ place, delaySeconds }): Look => ({
      subject: place === 'iam' ? 'events of IAM' : `events of ${place}`,
      ...cameBack(delaySeconds, places as CanaryPlaces, world),
    }),
  );
  return [canary, ...each, await look('evaluate queue', () => lastDay(world))];
}

async function loadPlaces(world: World, table: string): Promise<CanaryPlaces | undefined> {
  const { client, close } = documentClient(world);
  try {
    return await ask('dynamodb:GetItem', canaryPlaces(createDynamoDbServiceState({ client, table })));
  } finally {
    close();
  }
}

function cameBack(delaySeconds: number | undefined, places: CanaryPlaces, world: World): Found {
  if (delaySeconds !== undefined) return ok(`the last canary took ${Math.round(delaySeconds)} s`);
  return ageOf(world, places) < PATIENCE_MS
    ? warn('the last canary is on its way', 'look again in half an hour')
    : fail(`the canary of ${places.sentAt} has not come back`, MEND);
}

function ageOf({ now }: World, { sentAt }: CanaryPlaces): number {
  return now().getTime() - Date.parse(sentAt);
}

async function lastDay(world: World): Promise<Found> {
  const sum = await readMetric(world, {
    ...{ namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', statistic: 'Sum', seconds: DAY_SECONDS },
    dimensions: { QueueName: `${world.site.prefix}-evaluate` },
  });
  return (sum ?? 0) > 0
    ? ok(`${sum} messages within the last day`)
    : warn(
        'no message within the last day',
        `in a quiet account that may be; the canary should be there: ${MEND}`,
      );
}
