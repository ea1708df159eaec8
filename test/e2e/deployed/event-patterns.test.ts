import {
  EventBridgeClient,
  type PutEventsRequestEntry,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Synthesis } from '../../../scripts/synth/resource.ts';
import { type MiniStack, REGION, startMiniStack } from '../../support/ministack/start.ts';
import { noiseEvents, type PatternEvent, registryEvents } from '../../support/pattern-events.ts';
import { ofType, synthesize, textOf } from '../../support/synthesize.ts';
import { defaultBus } from './create/rule.ts';
import { sampleDay } from './sample-day.ts';

const GLOBAL = 'us-east-1';
const answers = new Map<string, Promise<boolean>>();
/** Of requests at a time. */
const PARALLEL = 16;

let miniStack: MiniStack;
let events: EventBridgeClient;
let synthesis: Synthesis;
beforeAll(async () => {
  [miniStack, synthesis] = await Promise.all([
    startMiniStack(),
    synthesize({ stage: 'dev', region: REGION, config: 'everything.config.ts' }),
  ]);
  events = new EventBridgeClient(miniStack.clientOptions());
});
afterAll(async () => {
  events?.destroy();
  await miniStack?.stop();
});

const buses = [
  { bus: 'default', region: REGION, name: "the home region's default bus" },
  { bus: defaultBus(GLOBAL, REGION), region: GLOBAL, name: 'the default bus of us-east-1' },
  { bus: 'podguard-dev', region: GLOBAL, name: 'the bus that other regions forward to' },
] as const;

describe.for(buses)('$name', ({ bus, region }) => {
  it('has one rule for each event of the registry that appears there', async () => {
    const here = registryEvents(region).filter((event) => event.regional || region === GLOBAL);
    expect(here.length).toBeGreaterThan(40);
    expect(await unlike(1, patternsOf(bus), here)).toEqual([]);
  });

  it('lets nothing else in', async () => {
    const noise = noiseEvents(REGION);
    expect(noise.length).toBeGreaterThan(400);
    expect(await unlike(0, patternsOf(bus), noise)).toEqual([]);
  });
});

describe('the records of the sample day', () => {
  const mapped = new Set(registryEvents(REGION).map(({ name }) => name));
  const kinds = new Map(
    sampleDay().map((entry) => {
      const detail = JSON.parse(entry.Detail as string) as Readonly<Record<string, string>>;
      const name = `${detail.eventSource} ${detail.eventName}`;
      const isWanted = mapped.has(name) && detail.errorCode === undefined;
      return [`${name} ${detail.errorCode}`, { name, entry, isWanted }];
    }),
  );

  it.for([
    [1, 'tell of what is watched have one rule', true],
    [0, 'tell of anything else, or of calls that failed, have none', false],
  ] as const)('%i: those that %s', async ([expected, , wanted]) => {
    const some = [...kinds.values()].filter(({ isWanted }) => isWanted === wanted);
    expect(some.length).toBeGreaterThan(10);
    for (const bus of ['default', defaultBus(GLOBAL, REGION)]) {
      const here = some.filter(({ entry }) => entry.EventBusName === bus);
      const given = here.map(({ name, entry }) => ({ name, event: envelopeOf(entry) }));
      expect(await unlike(expected, patternsOf(bus), given)).toEqual([]);
    }
  });
});

it('a pattern that is none is refused by who checks them', async () => {
  const [{ event }] = registryEvents(REGION) as readonly PatternEvent[] as readonly [PatternEvent];
  await expect(matches('{"source": "aws.iam"}', JSON.stringify(event))).rejects.toMatchObject({
    name: 'InvalidEventPatternException',
  });
});

/** As it comes from a bus. */
function envelopeOf({ Source, DetailType, Detail }: PutEventsRequestEntry): PatternEvent['event'] {
  const [{ event }] = registryEvents(REGION) as readonly PatternEvent[] as readonly [PatternEvent];
  const detail = JSON.parse(Detail as string) as PatternEvent['event']['detail'];
  return { ...event, source: Source as string, 'detail-type': DetailType as string, detail };
}

function patternsOf(bus: string): readonly (readonly [rule: string, pattern: string])[] {
  return ofType(synthesis, 'EventRule')
    .filter(({ inputs, region }) => (inputs.eventBusName ?? defaultBus(region, REGION)) === bus)
    .map((rule) => [textOf(rule, 'name'), textOf(rule, 'eventPattern')]);
}

/** The events that another number of rules lets in, with these rules' names. */
async function unlike(
  expected: number,
  patterns: readonly (readonly [rule: string, pattern: string])[],
  given: readonly PatternEvent[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const left = [...given];
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const event = JSON.stringify(next.event);
        const matched: string[] = [];
        for (const [rule, pattern] of patterns) if (await matches(pattern, event)) matched.push(rule);
        if (matched.length !== expected) wrong.push(`${next.name}: ${matched.join(', ') || 'no rule'}`);
      }
    }),
  );
  return wrong;
}

/** Several buses have rules of the same patterns. */
function matches(pattern: string, event: string): Promise<boolean> {
  const id = JSON.stringify([pattern, event]);
  const asked = answers.get(id) ?? ask(pattern, event);
  answers.set(id, asked);
  return asked;
}

async function ask(pattern: string, event: string): Promise<boolean> {
  const { Result } = await events.send(new TestEventPatternCommand({ EventPattern: pattern, Event: event }));
  return Result === true;
}
