import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { busStatements, forwardTrust } from '@podguard/deployment';
import { ask, type Found, fail, type Look, look, ok } from '../line.ts';
import { isPolicyOf, statementsOf } from '../policy-statements.ts';
import { DEPLOY, type World } from '../world.ts';

/** The bus by which the events of other regions come, and the role that puts them there. */
export async function checkBus(world: World): Promise<readonly Look[]> {
  const { prefix, remote } = world.site;
  if (remote.length === 0) return [];
  return [
    await look(`bus ${prefix}`, () => checkPolicy(world)),
    await look(`role ${prefix}-forward`, () => checkRole(world)),
  ];
}

async function checkPolicy({ clients, site }: World): Promise<Found> {
  const bus = await ask(
    'events:DescribeEventBus',
    clients.events(site.home).send(new DescribeEventBusCommand({ Name: site.prefix })),
    'ResourceNotFoundException',
  );
  if (bus === undefined) return fail('the bus is missing: nothing of other regions arrives', DEPLOY);
  const own = [site.account, `arn:aws:iam::${site.account}:root`];
  const lets = statementsOf(bus.Policy).some(
    ({ effect, actions, principals }) =>
      effect === 'Allow' &&
      actions.includes('events:PutEvents') &&
      principals.some((principal) => own.includes(principal)),
  );
  if (!lets) return fail('its policy does not let in the account: nothing of other regions arrives', DEPLOY);
  const arn = `arn:aws:events:${site.home}:${site.account}:event-bus/${site.prefix}`;
  return isPolicyOf(bus.Policy, busStatements(site, arn))
    ? ok('its policy lets in the account, whose rules forward to it, and nobody else')
    : fail('its policy is not that of this version: it may refuse rules, or let in others', DEPLOY);
}

async function checkRole({ clients, site }: World): Promise<Found> {
  const RoleName = `${site.prefix}-forward`;
  const answer = await ask(
    'iam:GetRole',
    clients.iam(site.home).send(new GetRoleCommand({ RoleName })),
    'NoSuchEntity',
    'NoSuchEntityException',
  );
  if (answer === undefined) return fail('the role is missing: nothing of other regions arrives', DEPLOY);
  const trust = decodeURIComponent(answer.Role?.AssumeRolePolicyDocument ?? '');
  const trusted = statementsOf(trust).some(
    ({ effect, principals }) => effect === 'Allow' && principals.includes('events.amazonaws.com'),
  );
  if (!trusted) return fail('EventBridge may not assume it', DEPLOY);
  return isPolicyOf(trust, forwardTrust(site))
    ? ok('EventBridge may assume it, for the rules of this deployment')
    : fail('its trust is not that of this version: EventBridge may be refused, or others let in', DEPLOY);
}
