import type { ListContext, Listing } from '../listing.ts';
import { must } from '../must.ts';
import { toldRule } from '../readers/event-rule.ts';
import { tellEach } from './tell-each.ts';

const PARALLEL = 5;

const source = {
  name: 'event-rules',
  actions: ['events:ListEventBuses', 'events:ListRules', 'events:ListTargetsByRule'],
} as const;

/** Those whose names begin as the own parts' do: on the default bus, and on buses that are own parts, too. */
export const eventRules: Listing = {
  ...source,
  kinds: ['event-rule'],
  scope: 'region',
  async list(_, context) {
    const told = await tellEach(
      await rulesOf(context),
      {
        source,
        kind: 'event-rule',
        limit: PARALLEL,
        keyOf: (found) => must(found.Arn, 'ARN'),
        tell: (found, part) => toldRule(found, context.region, part),
      },
      context,
    );
    return { ...told, next: undefined };
  },
};

type Rules = Awaited<ReturnType<typeof rulesOn>>;

async function rulesOf(context: ListContext): Promise<Rules> {
  const found = new Map<string, Rules[number]>();
  // One may begin as two of them say.
  for (const NamePrefix of context.ownParts)
    for (const bus of await busesOf(NamePrefix, context))
      for (const rule of await rulesOn(bus, NamePrefix, context)) found.set(must(rule.Arn, 'ARN'), rule);
  return [...found.values()];
}

/** All pages: the SDK has no paginator for them, nor for rules. */
async function busesOf(NamePrefix: string, { clients, region, signal: abortSignal }: ListContext) {
  const { sdk, client } = await clients.events(region);
  const buses = new Set(['default']);
  let NextToken: string | undefined;
  do {
    const page = await client.send(new sdk.ListEventBusesCommand({ NamePrefix, NextToken }), { abortSignal });
    for (const { Name } of must(page.EventBuses, 'list')) buses.add(must(Name, 'name'));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return buses;
}

async function rulesOn(
  EventBusName: string,
  NamePrefix: string,
  { clients, region, signal: abortSignal }: ListContext,
) {
  const { sdk, client } = await clients.events(region);
  const pages = [];
  let NextToken: string | undefined;
  do {
    const command = new sdk.ListRulesCommand({ NamePrefix, EventBusName, NextToken });
    const page = await client.send(command, { abortSignal });
    pages.push(must(page.Rules, 'list'));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return pages.flat();
}
