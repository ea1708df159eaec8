import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readValue, toChanges } from '@podguard/cloudtrail';
import type { OptInEvents } from '@podguard/core';
import type { Synthesis } from '../../scripts/synth/resource.ts';
import { type Envelope, noiseEvents, registryEvents } from '../support/pattern-events.ts';
import { ofType, textOf } from '../support/synthesize.ts';

/** An event, and how many rules of a bus must let it in. */
interface ExpectedEvent {
  readonly name: string;
  readonly event: Envelope;
  readonly matches: 0 | 1;
}

/** What MatchPatterns.java takes: the rules of one bus in one region, and events that reach it. */
export interface Bus {
  readonly name: string;
  readonly rules: readonly { readonly name: string; readonly pattern: string }[];
  readonly events: readonly ExpectedEvent[];
}

const SAMPLES = path.resolve(import.meta.dirname, '../../samples/day/eventbridge.ndjson');
const GLOBAL = 'us-east-1';

/** The buses of a deployment with the rules that it would make there. */
export function busesOf(
  deployment: string,
  synthesis: Synthesis,
  groups: readonly OptInEvents[],
): readonly Bus[] {
  const rules = ofType(synthesis, 'EventRule');
  const remote = [...new Set(rules.map(({ region }) => region ?? ''))].filter(
    (region) => region !== synthesis.home,
  );
  const buses = Map.groupBy(
    rules,
    ({ region, inputs }) => `${inputs.eventBusName ?? 'default'} in ${region}`,
  );
  return [...buses].map(([name, own]) => {
    const isForwarded = own[0]?.inputs.eventBusName !== undefined;
    const regions = isForwarded ? remote : [own[0]?.region ?? ''];
    return {
      name: `${deployment}, bus ${name}`,
      rules: own.map((rule) => ({ name: textOf(rule, 'name'), pattern: textOf(rule, 'eventPattern') })),
      events: regions.flatMap((region) => [
        ...eventsIn(region, groups),
        ...canaryEvents(region, synthesis),
        ...alarmEvents(region, synthesis),
        ...sampleEvents(region, groups),
      ]),
    };
  });
}

function eventsIn(region: string, groups: readonly OptInEvents[]): readonly ExpectedEvent[] {
  const events = registryEvents(region).filter(({ regional }) => regional || region === GLOBAL);
  return [
    ...events.map(
      ({ name, event, group }): ExpectedEvent => ({
        ...{ name, event },
        matches: group === 'default' || groups.includes(group) ? 1 : 0,
      }),
    ),
    ...noiseEvents(region).map(({ name, event }): ExpectedEvent => ({ name, event, matches: 0 })),
  ];
}

/** What the canary's role does to a rule is wanted; the same by anybody else is not. */
function canaryEvents(region: string, { app, account }: Synthesis): readonly ExpectedEvent[] {
  const tagged = registryEvents(region).find(({ name }) => name === 'events.amazonaws.com PutRule')?.event;
  if (tagged === undefined) throw new Error('the registry has no PutRule');
  const by = (role: string): Envelope => {
    const issuer = { type: 'Role', arn: `arn:aws:iam::${account}:role/${role}`, userName: role };
    const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: issuer } };
    return { ...tagged, detail: { ...tagged.detail, eventName: 'TagResource', userIdentity } };
  };
  return [
    { name: `the canary's tag in ${region}`, event: by(`podguard-${app.stage}-canary`), matches: 1 },
    { name: `somebody's tag on a rule in ${region}`, event: by('deployer'), matches: 0 },
  ];
}

/** Of another region, the alarm on what was not delivered has to come home; of the home region it acts itself. */
function alarmEvents(region: string, { app, account, home }: Synthesis): readonly ExpectedEvent[] {
  const of = (alarm: string, value: string): Envelope => ({
    ...{
      version: '0',
      id: '7bf73129-1428-4cd3-a780-95db273d1602',
      source: 'aws.cloudwatch',
      account,
      region,
    },
    ...{ 'detail-type': 'CloudWatch Alarm State Change', time: '2026-01-02T03:04:07Z' },
    resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${alarm}`],
    detail: { alarmName: alarm, state: { value } },
  });
  const own = `podguard-${app.stage}-undelivered-depth`;
  return [
    { name: `the alarm of ${region}`, event: of(own, 'ALARM'), matches: region === home ? 0 : 1 },
    { name: `the end of the alarm of ${region}`, event: of(own, 'OK'), matches: 0 },
    { name: `somebody's alarm in ${region}`, event: of('shop-undelivered-depth', 'ALARM'), matches: 0 },
  ];
}

/** Real-shaped events: wanted where a record is mapped, and of instances where one has ended. */
function sampleEvents(region: string, groups: readonly OptInEvents[]): readonly ExpectedEvent[] {
  const lines = readFileSync(SAMPLES, 'utf8').trimEnd().split('\n');
  return lines.flatMap((line, index) => {
    const event = JSON.parse(line) as Envelope;
    if (event.region !== region) return [];
    const name = `line ${index + 1} of the sample day, ${event.detail.eventName ?? event['detail-type']}`;
    const result = readValue(Buffer.from(line));
    const mapped = result.kind === 'record' ? toChanges(result.record, groups) : undefined;
    return [
      {
        name,
        event,
        matches: mapped?.kind === 'changes' && (isCall(event) || mapped.changes.length > 0) ? 1 : 0,
      },
    ];
  });
}

function isCall({ 'detail-type': type }: Envelope): boolean {
  return type === 'AWS API Call via CloudTrail';
}
