import { type EventSourceMappingConfiguration, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { MappingPart } from '@podguard/deployment';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together, warn } from '../line.ts';
import { DEPLOY, type World } from '../world.ts';

/** Every queue, and the table's stream, is read by its function. */
export async function checkMappings(world: World): Promise<readonly Look[]> {
  const looks = await inParallel(world.mappings, (mapping) =>
    look(`${nameOf(mapping)} to ${mapping.functionName}`, () => checkMapping(world, mapping)),
  );
  return together(looks, 'queues and stream', (count) => `${count} are read by their functions`);
}

async function checkMapping(world: World, mapping: MappingPart): Promise<Found> {
  const all = (await mappingsOf(world, mapping.functionName)).filter(({ EventSourceArn = '' }) =>
    mapping.source === 'stream' ? EventSourceArn.includes(':dynamodb:') : EventSourceArn === mapping.source,
  );
  const isIn = (...states: readonly string[]) => all.some(({ State = '' }) => states.includes(State));
  if (isIn('Enabled', 'Enabling')) return ok('enabled');
  if (isIn('Creating', 'Updating'))
    return warn('the event source mapping is being changed', 'look again in some minutes');
  const [found] = all;
  if (found === undefined) return fail('nobody reads it: the event source mapping is missing', DEPLOY);
  const on = `aws lambda update-event-source-mapping --uuid ${found.UUID} --enabled`;
  const reason = found.StateTransitionReason === undefined ? '' : ` (${found.StateTransitionReason})`;
  return fail(`nobody reads it: the event source mapping is ${found.State}${reason}`, on);
}

async function mappingsOf(
  { clients, site }: World,
  FunctionName: string,
): Promise<readonly EventSourceMappingConfiguration[]> {
  const found: EventSourceMappingConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const answer = await ask(
      'lambda:ListEventSourceMappings',
      clients.lambda(site.home).send(new ListEventSourceMappingsCommand({ FunctionName, Marker })),
      'ResourceNotFoundException',
    );
    found.push(...(answer?.EventSourceMappings ?? []));
    Marker = answer?.NextMarker;
  } while (Marker !== undefined && Marker !== '');
  return found;
}

function nameOf({ source }: MappingPart): string {
  return source === 'stream' ? "the table's stream" : `queue ${source.slice(source.lastIndexOf(':') + 1)}`;
}
