import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { type JsonValue, sameJson } from '@podguard/core';
import type { RulePart } from '@podguard/deployment';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together } from '../line.ts';
import { DEPLOY, type World } from '../world.ts';

/** Every rule is there, in the state and with the pattern and the target that this version makes. */
export async function checkRules(world: World): Promise<readonly Look[]> {
  const looks = await inParallel(world.rules, async (rule) => ({
    place: placeOf(rule),
    look: await look(`${rule.name} (${placeOf(rule)})`, () => checkRule(world, rule)),
  }));
  return [...Map.groupBy(looks, ({ place }) => place)].flatMap(([place, some]) =>
    together(
      some.map((one) => one.look),
      place,
      (count) => `${count} rules are enabled, with the patterns and targets of this version`,
    ),
  );
}

function placeOf({ region, bus }: RulePart): string {
  return bus === undefined ? region : `${region}, bus ${bus}`;
}

async function checkRule(world: World, rule: RulePart): Promise<Found> {
  const client = world.clients.events(rule.region);
  const where = rule.bus === undefined ? {} : { EventBusName: rule.bus };
  const found = await ask(
    'events:DescribeRule',
    client.send(new DescribeRuleCommand({ Name: rule.name, ...where })),
    'ResourceNotFoundException',
  );
  if (found === undefined) return fail('the rule is missing', DEPLOY);
  if (found.State !== rule.state) {
    const on = `aws events enable-rule --name ${rule.name} --region ${rule.region}`;
    const bus = rule.bus === undefined ? '' : ` --event-bus-name ${rule.bus}`;
    const mend = found.State === 'DISABLED' && rule.state === 'ENABLED' ? `${on}${bus}` : DEPLOY;
    return fail(`its state is ${found.State}, and should be ${rule.state}`, mend);
  }
  if (!samePattern(found.EventPattern, rule.pattern))
    return fail('its pattern is not that of this version and configuration', DEPLOY);
  const targets = await ask(
    'events:ListTargetsByRule',
    client.send(new ListTargetsByRuleCommand({ Rule: rule.name, ...where })),
    'ResourceNotFoundException',
  );
  const target = targets?.Targets?.find(({ Arn }) => Arn === rule.target);
  if (target === undefined) return fail(`it does not send to ${rule.target}`, DEPLOY);
  if (target.RoleArn !== rule.roleArn) return fail(`it does not send by the role ${rule.roleArn}`, DEPLOY);
  if (target.DeadLetterConfig?.Arn !== rule.deadLetters)
    return fail(`what it cannot deliver is lost: it has no dead-letter queue ${rule.deadLetters}`, DEPLOY);
  if (target.Input !== undefined || target.InputPath !== undefined || target.InputTransformer !== undefined)
    return fail('it sends something else in place of the event, which is lost', DEPLOY);
  return ok('as this version makes it');
}

/** The order of the members makes no difference. */
function samePattern(found: string | undefined, expected: RulePart['pattern']): boolean {
  try {
    return sameJson(JSON.parse(found ?? 'null'), expected as JsonValue);
  } catch {
    return false;
  }
}
