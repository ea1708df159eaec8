import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { saveOrganization } from '@podguard/functions';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { type Moto, startMoto } from '../../support/moto/start.ts';
import { openSlackServer, type SlackServer } from '../../support/slack-server/slack-server.ts';
import { denyReads, listAccounts } from './answers.ts';
import { type BusListener, listenOnBus } from './bus-listener.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { type Hook, openHook } from './hook.ts';
import { STRANGERS } from './people-events.ts';
import { openUrlOf } from './url-of.ts';

export const CONFIG = 'people.config.ts';
/** Of the organization since today. */
export const NEW_ACCOUNT = STRANGERS[0];

/** A deployment, and everybody who hears of it. */
export interface PeopleWorld {
  readonly service: Deployment;
  /** Of the channel `team`, with buttons. */
  readonly slack: SlackServer;
  /** Of the channel `flood`, an incoming webhook. */
  readonly flood: SlackServer;
  readonly hook: Hook;
  readonly bus: BusListener;
  readonly moto: Moto;
  /** Where Slack sends what people press. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPeopleWorld(): Promise<PeopleWorld> {
  const [slack, flood, hook, moto] = await Promise.all([
    openSlackServer(),
    openSlackServer(),
    openHook(),
    startMoto(),
  ]);
  const stopOthers = () => Promise.all([slack.close(), flood.close(), hook.close(), moto.stop()]);
  try {
    const service = await startDeployment({
      config: CONFIG,
      environment: {
        NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'elsewhere.ts'))}`,
        ELSEWHERE: JSON.stringify({
          'https://slack.com/api/': slack.apiUrl,
          'https://hooks.slack.com/services/T01234567/B01234567/invented': flood.webhookUrl,
          'https://tickets.example.com/podguard': hook.url,
        }),
      },
    });
    const url = await openUrlOf(service, 'slack-actions');
    const stop = async () => {
      await url.close();
      await service.stop();
      await stopOthers();
    };
    try {
      const bus = await prepare(service, { slack, hook, moto });
      return { service, slack, flood, hook, moto, bus, url: url.url, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await stopOthers();
    throw error;
  }
}

/** What operators do by hand, and the accounts of the organization, as they were listed today. */
async function prepare(
  { clients, proxy, state }: Deployment,
  { slack, hook, moto }: Pick<PeopleWorld, 'slack' | 'hook' | 'moto'>,
): Promise<BusListener> {
  // What nothing but the account could tell stays undecided, as in an archive.
  proxy.answerWith((call) => listAccounts(call, [ACCOUNT, NEW_ACCOUNT]) ?? denyReads(call));
  proxy.forward('securityhub', moto.url);
  await moto.enableSecurityHub(ACCOUNT);
  const secrets = {
    '/podguard/slack/token': slack.workspace.token,
    '/podguard/slack/signing-secret': slack.signingSecret,
    '/podguard/slack/flood': 'https://hooks.slack.com/services/T01234567/B01234567/invented',
    '/podguard/tickets': hook.secret,
  };
  for (const [Name, Value] of Object.entries(secrets))
    await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  const listedAt = new Date().toISOString();
  await saveOrganization(state, { accounts: [ACCOUNT], listedAt, changedAt: listedAt, judgedAgain: true });
  return listenOnBus(clients, 'security');
}
