import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { DescribeHubCommand } from '@aws-sdk/client-securityhub';
import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import type { Config } from '@podguard/core';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, warn } from '../line.ts';
import { checkParameter, secretOf } from '../parameter.ts';
import { askSlack } from '../slack-auth.ts';
import { DEPLOY, type World } from '../world.ts';

type Channel = Config['channels'][string];

/** Whoever is to be told can be reached, as far as that shows without telling something. */
export async function checkChannels(world: World): Promise<readonly Look[]> {
  const { channels, slackActions } = world.config;
  const configured = await inParallel(Object.entries(channels), ([name, channel]) =>
    look(`channel ${name}`, () => checkChannel(world, channel)),
  );
  const actions =
    slackActions === undefined
      ? []
      : [
          await look('signing secret of Slack', () =>
            checkParameter(world, slackActions.signingSecretParameter),
          ),
          await look('token of Slack actions', async () =>
            askSlack(world, await secretOf(world, slackActions.tokenParameter), slackActions.tokenParameter),
          ),
        ];
  return [await look('topic', () => checkTopic(world)), ...configured, ...actions];
}

async function checkTopic({ clients, site }: World): Promise<Found> {
  const TopicArn = `arn:aws:sns:${site.home}:${site.account}:${site.prefix}-alerts`;
  const found: Subscription[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ask(
      'sns:ListSubscriptionsByTopic',
      clients.sns(site.home).send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })),
      'NotFound',
      'NotFoundException',
    );
    if (answer === undefined) return fail('the topic is missing', DEPLOY);
    found.push(...(answer.Subscriptions ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  const confirmed = found.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
  if (confirmed.length > 0) return ok(`confirmed subscriptions: ${confirmed.length}`);
  const subscribe = `aws sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint YOU@EXAMPLE.COM`;
  const pending = found.length - confirmed.length;
  return pending > 0
    ? fail(
        `nobody hears of alarms: ${pending} subscriptions are not confirmed`,
        'follow the link in the mail that AWS sent',
      )
    : fail('nobody hears of alarms: the topic has no subscription', subscribe);
}

async function checkChannel(world: World, channel: Channel): Promise<Found> {
  switch (channel.type) {
    case 'sns':
      return ok('the alert topic, see above');
    case 'slack':
      return askSlack(world, await secretOf(world, channel.tokenParameter), channel.tokenParameter);
    case 'slack-webhook':
      return checkParameter(world, channel.urlParameter);
    case 'webhook':
      return checkParameter(world, channel.secretParameter);
    case 'security-hub':
      return checkSecurityHub(world);
    case 'eventbridge':
      return checkEventBus(world, channel.bus);
  }
}

/** Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html */
async function checkSecurityHub({ clients, site }: World): Promise<Found> {
  const hub = await ask(
    'securityhub:DescribeHub',
    clients.securityHub(site.home).send(new DescribeHubCommand({})),
    'InvalidAccessException',
    'ResourceNotFoundException',
  );
  return hub === undefined
    ? fail(
        `Security Hub is not enabled in ${site.home}`,
        `aws securityhub enable-security-hub --region ${site.home}`,
      )
    : ok(`Security Hub is enabled in ${site.home}`);
}

async function checkEventBus({ clients, site }: World, arn: string): Promise<Found> {
  const [, , , region = site.home, account] = arn.split(':');
  if (account !== site.account)
    return warn(
      'the bus is of another account, which cannot be looked into from here',
      'its policy has to let in the role of notify; --send-test does not show it, the alarm of its queue does',
    );
  const bus = await ask(
    'events:DescribeEventBus',
    clients.events(region).send(new DescribeEventBusCommand({ Name: arn })),
    'ResourceNotFoundException',
  );
  return bus === undefined
    ? fail(`${arn} is missing`, 'make the bus, or name another')
    : ok('the bus is there');
}
