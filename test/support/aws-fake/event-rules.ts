import type { EventRule } from './account.ts';
import { jsonPage } from './json-pages.ts';
import { AwsError, type Data, listOf, type Operation, optional, textOf, type Where } from './operation.ts';

const operation = (name: string, writes: boolean, run: Operation['run']): Operation => ({
  service: 'events',
  name,
  writes,
  run,
});

function arnOf(input: Data, member: string, { account, region }: Where): string {
  const bus = optional(input, 'EventBusName') ?? 'default';
  const place = bus === 'default' ? '' : `${bus}/`;
  return `arn:aws:events:${region}:${account.id}:rule/${place}${textOf(input, member)}`;
}

function ruleIn(input: Data, member: string, where: Where): EventRule {
  const found = where.account.rules.get(arnOf(input, member, where));
  if (found === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      400,
      `Rule ${textOf(input, member)} does not exist on EventBus ${optional(input, 'EventBusName') ?? 'default'}.`,
    );
  return found;
}

export const EVENT_RULES: readonly Operation[] = [
  operation('CreateEventBus', true, (input, { account, region }) => {
    const Name = textOf(input, 'Name');
    account.buses.add(`${region}/${Name}`);
    return { EventBusArn: `arn:aws:events:${region}:${account.id}:event-bus/${Name}` };
  }),
  operation('PutRule', true, (input, where) => {
    const Arn = arnOf(input, 'Name', where);
    const told = {
      Arn,
      Name: textOf(input, 'Name'),
      EventBusName: optional(input, 'EventBusName') ?? 'default',
      State: input.State ?? 'ENABLED',
      EventPattern: input.EventPattern,
    };
    where.account.rules.set(Arn, { told, targets: where.account.rules.get(Arn)?.targets ?? new Map() });
    return { RuleArn: Arn };
  }),
  operation('PutTargets', true, (input, where) => {
    const { targets } = ruleIn(input, 'Rule', where);
    for (const target of listOf(input, 'Targets')) targets.set(textOf(target, 'Id'), target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
  operation('RemoveTargets', true, (input, where) => {
    const { targets } = ruleIn(input, 'Rule', where);
    for (const id of listOf<string>(input, 'Ids')) targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
  operation('EnableRule', true, (input, where) => {
    ruleIn(input, 'Name', where).told.State = 'ENABLED';
    return {};
  }),
  operation('DisableRule', true, (input, where) => {
    ruleIn(input, 'Name', where).told.State = 'DISABLED';
    return {};
  }),
  operation('DeleteRule', true, (input, where) => {
    if (ruleIn(input, 'Name', where).targets.size > 0)
      throw new AwsError('ValidationException', 400, "Rule can't be deleted since it has targets.");
    where.account.rules.delete(arnOf(input, 'Name', where));
    return {};
  }),
  operation('DescribeRule', false, (input, where) => ruleIn(input, 'Name', where).told),
  operation('ListTargetsByRule', false, (input, where) =>
    jsonPage('Targets', [...ruleIn(input, 'Rule', where).targets.values()], input, 100, 'Limit'),
  ),
  operation('ListRules', false, (input, { account, region }) => {
    const [prefix, bus] = [optional(input, 'NamePrefix') ?? '', optional(input, 'EventBusName') ?? 'default'];
    const all = [...account.rules.values()].map(({ told }) => told);
    const wanted = all.filter(
      ({ Arn, Name, EventBusName }) =>
        String(Arn).split(':')[3] === region && EventBusName === bus && String(Name).startsWith(prefix),
    );
    return jsonPage('Rules', wanted, input, 100, 'Limit');
  }),
  operation('ListEventBuses', false, (input, { account, region }) => {
    const prefix = optional(input, 'NamePrefix') ?? '';
    const all = ['default', ...[...account.buses].flatMap((one) => nameIn(one, region))];
    const wanted = all.filter((name) => name.startsWith(prefix)).map((Name) => ({ Name }));
    return jsonPage('EventBuses', wanted, input, 100, 'Limit');
  }),
];

function nameIn(place: string, region: string): readonly string[] {
  const [here, name = ''] = place.split('/');
  return here === region ? [name] : [];
}
