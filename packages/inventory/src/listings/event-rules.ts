import { faultOf } from '../fault.ts';
import type { ListContext, Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
import { toldRule } from '../readers/event-rule.ts';

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
    const { region } = context;
    const read = await mapBounded(await rulesOf(context), PARALLEL, async (found) => {
      const key = must(found.Arn, 'ARN');
      try {
        const told = await context.part((part) => toldRule(found, region, part));
        return { key, told: toldChange(source, { kind: 'event-rule', key, region, told }, context) };
      } catch (error) {
        return { key, unread: { key, ...faultOf(error) } };
      }
    });
    return {
      keys: read.map(({ key }) => key),
      told: read.flatMap(({ told }) => told ?? []),
      unread: read.flatMap(({ unread }) => unread ?? []),
      next: undefined,
    };
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
