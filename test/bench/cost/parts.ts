import { FUNCTIONS } from '../../../infra/function-settings.ts';
import { DEPLOYMENTS, ofType, synthesize, textOf } from '../../support/synthesize.ts';
import type { Parts } from './model.ts';

/** Counts what a deploy to production makes, in its home region and us-east-1. */
export async function countParts(): Promise<Parts> {
  const deployment = DEPLOYMENTS['prod in eu-central-1'];
  if (deployment === undefined) throw new Error('there is no such deployment');
  const synthesis = await synthesize(deployment);
  const alarms = ofType(synthesis, 'MetricAlarm');
  const mappings = ofType(synthesis, 'EventSourceMapping').filter((mapping) =>
    textOf(mapping, 'eventSourceArn').includes(':sqs:'),
  );
  return {
    alarms: alarms.length,
    alarmsPerRegion: alarms.filter(({ region }) => region !== synthesis.home).length,
    dashboards: ofType(synthesis, 'Dashboard').length,
    keys: ofType(synthesis, 'Key').length,
    queueMappings: mappings.length,
    memory: FUNCTIONS.evaluate.memory / 1024,
    driftMemory: FUNCTIONS.drift.memory / 1024,
  };
}
