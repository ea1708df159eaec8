import { parseArn } from '@podguard/core';
import { oneOf, policyText } from '../answers.ts';
import type { Clients } from '../clients.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type ReadContext, type Told } from '../reader.ts';

const TYPE = 'rule/';
const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;

/** One that is not there is deleted, and stays so: as its event tells it. */
export const eventRule = defineReader({
  name: 'event-rule',
  kind: 'event-rule',
  actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
  target(key) {
    const arn = parseArn(key);
    if (arn?.service !== 'events' || !arn.resource.startsWith(TYPE)) return undefined;
    // A partner's bus has slashes in its name.
    const path = arn.resource.slice(TYPE.length).split('/');
    const bus = path.slice(0, -1).join('/') || 'default';
    return { region: arn.region, arn: key, name: path.at(-1) ?? '', bus };
  },
  async ask({ region, arn, name, bus }, context) {
    const { sdk, client } = await context.clients.events(region);
    const command = new sdk.DescribeRuleCommand({ Name: name, EventBusName: bus });
    const described = client.send(command, { abortSignal: context.signal });
    const found = await orNull(described, 'ResourceNotFoundException');
    if (found === null) return deleted(arn, name);
    if (found.Arn !== arn) throw new Error(`the answer to ${arn} is of ${found.Arn ?? 'no ARN'}`);
    return toldRule(found, region, context);
  },
});

interface FoundRule {
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly EventBusName?: string | undefined;
  readonly State?: string | undefined;
  readonly EventPattern?: string | undefined;
}

export async function toldRule(
  { Arn, Name, EventBusName, State, EventPattern }: FoundRule,
  region: string,
  context: Pick<ReadContext, 'clients' | 'signal'>,
): Promise<Told<'event-rule'>> {
  const arn = must(Arn, 'ARN');
  const name = must(Name, 'name');
  const api = await context.clients.events(region);
  const targets = await orNull(
    targetsOf(api, name, EventBusName, context.signal),
    'ResourceNotFoundException',
  );
  if (targets === null) return deleted(arn, name);
  return {
    fields: { arn, name, state: oneOf(State, STATES), pattern: policyText(EventPattern) ?? null },
    sets: { targets: Object.fromEntries(targets), changes: null },
  };
}

function deleted(arn: string, name: string): Told<'event-rule'> {
  return {
    fields: { arn, name, state: 'DELETED', pattern: undefined },
    sets: { targets: {}, changes: null },
  };
}

type Events = Awaited<ReturnType<Clients['events']>>;

/** All pages: the SDK has no paginator for them. */
async function targetsOf(
  { sdk, client }: Events,
  Rule: string,
  EventBusName: string | undefined,
  abortSignal: AbortSignal,
): Promise<readonly (readonly [id: string, arn: string])[]> {
  const found: (readonly [string, string])[] = [];
  let NextToken: string | undefined;
  do {
    const command = new sdk.ListTargetsByRuleCommand({ Rule, EventBusName, NextToken });
    const page = await client.send(command, { abortSignal });
    for (const { Id, Arn } of must(page.Targets, 'list')) found.push([must(Id, 'id'), must(Arn, 'ARN')]);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
