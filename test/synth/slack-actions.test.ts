import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ACTION_RECEIVES, parseSettings, type SettingName } from '@podguard/functions';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { openFaultServer } from '../support/fault-server.ts';
import {
  DEPLOYMENTS,
  type Deployment,
  listOf,
  named,
  ofType,
  queueArn,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/66666666-7777-8888-9999-000000000000';
const slack: Deployment = { stage: 'dev', region: 'eu-central-1', config: 'slack-actions.config.ts' };
const without = DEPLOYMENTS['dev in eu-central-1']!;

/** What a role may do, and on what, but for logs and traces. */
async function granted(name: string, deployment = slack): Promise<readonly string[]> {
  const statements = statementsOf(named(await synthesize(deployment), name));
  return statements
    .flatMap(({ Action, Resource }) =>
      listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} ${resource}`)),
    )
    .filter((text) => !/^(?:logs|xray):/.test(text))
    .toSorted();
}

describe('the address of the Slack buttons', () => {
  it('is made only where the configuration lets people act', async () => {
    const synthesis = await synthesize(without);
    expect(ofType(synthesis, 'FunctionUrl')).toEqual([]);
    expect(ofType(synthesis, 'Permission')).toEqual([]);
    const names = ofType(synthesis, 'Function').map(({ inputs }) => String(inputs.name));
    expect(names.filter((name) => /-(?:act|slack-actions)$/.test(name))).toEqual([]);
    expect(synthesis.outputs).not.toHaveProperty('slackActions');
  });

  it('is the only one, calls one function, and is told after the deploy', async () => {
    const synthesis = await synthesize(slack);
    expect(ofType(synthesis, 'FunctionUrl').map(({ inputs }) => inputs)).toEqual([
      { authorizationType: 'NONE', functionName: 'podguard-dev-slack-actions' },
    ]);
    expect(synthesis.outputs).toMatchObject({ slackActions: expect.stringMatching(/^https:/) });
  });

  it('may be called by anybody, and the function by nothing else than it', async () => {
    const permissions = ofType(await synthesize(slack), 'Permission').map(({ inputs }) => inputs);
    const common = { function: 'podguard-dev-slack-actions', principal: '*' };
    expect(permissions).toHaveLength(2);
    expect(permissions).toEqual(
      expect.arrayContaining([
        { ...common, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' },
        { ...common, action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true },
      ]),
    );
  });
});

describe('the function that answers Slack', () => {
  it('may claim a signature, read two secrets and send to one queue, and nothing else', async () => {
    const synthesis = await synthesize(slack);
    const table = `arn:aws:dynamodb:eu-central-1:${synthesis.account}:table/`;
    const parameter = `arn:aws:ssm:eu-central-1:${synthesis.account}:parameter/podguard`;
    expect(await granted('SlackActionsPolicy')).toEqual([
      expect.stringContaining(`dynamodb:PutItem ${table}podguard-dev-`),
      `sqs:SendMessage ${queueArn(named(synthesis, 'ActionsQueue'), synthesis)}`,
      `ssm:GetParameter ${parameter}/slack-signing-secret`,
      `ssm:GetParameter ${parameter}/slack-token`,
    ]);
  });

  it('may write nothing of the table but what it claims', async () => {
    const server = await openFaultServer(() => ({ status: 200, body: '{}' }));
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
    const { client, close } = connect({ region: 'eu-central-1', endpoint: server.url, credentials });
    expect(await createDynamoDbServiceState({ client, table: 'podguard' }).claim('slack/v0=1', 660)).toBe(
      true,
    );
    close();
    await server.close();
    const puts = server.requests.map(({ body }) => JSON.parse(body).Item.pk.S as string);
    expect(puts).toHaveLength(1);
    const writes = statementsOf(named(await synthesize(slack), 'SlackActionsPolicy')).filter(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('dynamodb:')),
    );
    expect(writes).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem'],
        Resource: [expect.stringContaining(':table/podguard-dev-')],
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': puts } },
      },
    ]);
  });

  it('has less time than Slack and a queue would wait for together, and more than Slack alone', async () => {
    const { timeout } = named(await synthesize(slack), 'SlackActionsFunction').inputs;
    expect(timeout).toBe(5);
  });
});

describe('the function that acts', () => {
  it('reads the token of every Slack channel, too, as it shows there who knows of a finding', async () => {
    const people = { stage: 'dev', region: 'eu-central-1', config: 'people.config.ts' };
    const actions = (await granted('ActPolicy', people)).map((text) => text.replace(/arn:\S*[:/]/, ''));
    expect(actions).toContain('ssm:GetParameter token');
    expect([...new Set(actions.map((text) => text.split(' ')[0]))]).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'ssm:GetParameter',
    ]);
  });

  it('may decrypt with the key that parameters have, where that is not the one of AWS', async () => {
    const environment = { PODGUARD_PARAMETER_KEY: KEY };
    for (const policy of ['ActPolicy', 'SlackActionsPolicy'])
      expect(await granted(policy, { ...slack, environment })).toContain(`kms:Decrypt ${KEY}`);
  });

  it('gives a message up when it says so to whoever asked, not before and not after', async () => {
    const { maxReceiveCount } = JSON.parse(
      textOf(named(await synthesize(slack), 'ActionsQueue'), 'redrivePolicy'),
    );
    expect(maxReceiveCount).toBe(ACTION_RECEIVES);
  });

  it('reads a queue to which nobody else may send, whose messages wait six times as long as it may run', async () => {
    const synthesis = await synthesize(slack);
    const allowed = statementsOf(named(synthesis, 'ActionsPolicy')).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([]);
    const { timeout } = named(synthesis, 'ActFunction').inputs;
    expect(named(synthesis, 'ActionsQueue').inputs.visibilityTimeoutSeconds).toBe(6 * Number(timeout));
    expect(named(synthesis, 'ActionsSource').inputs.scalingConfig).toEqual({ maximumConcurrency: 2 });
  });
});

it.each(['slack-actions', 'act'])(
  '%s gets the variables that its handler asks for, and no others',
  async (name) => {
    const source = readFileSync(path.join(ROOT, `packages/functions/src/handlers/${name}.ts`), 'utf8');
    const names = /parseSettings\(process\.env, \[([^\]]*)\]\)/.exec(source)?.[1] ?? '';
    const asked = [...names.matchAll(/'([A-Z_]+)'/g)].map(([, variable]) => variable as SettingName);
    const logical = name === 'act' ? 'ActFunction' : 'SlackActionsFunction';
    const { variables } = named(await synthesize(slack), logical).inputs.environment as {
      readonly variables: Readonly<Record<string, string>>;
    };
    const given = { ...variables, AWS_REGION: 'eu-central-1', JUDGED_WITH: 'catalogue.configuration' };
    expect(() => parseSettings(given, asked)).not.toThrow();
    const own = Object.keys(variables).filter((variable) => !/^(?:SST|POWERTOOLS)_/.test(variable));
    expect(own.toSorted()).toEqual(
      asked.filter((variable) => !/^(?:AWS_REGION|JUDGED_WITH)$/.test(variable)).toSorted(),
    );
    expect(own.filter((variable) => /SECRET|TOKEN|KEY/.test(variable))).toEqual([]);
  },
);

it('every alarm of it reaches the topic, and has a row in the page for operators', async () => {
  const page = readFileSync(path.join(ROOT, 'docs/operating.md'), 'utf8');
  const synthesis = await synthesize(slack);
  const alarms = ofType(synthesis, 'MetricAlarm').filter(({ inputs }) =>
    /^podguard-dev-(?:slack-actions|act|actions)-/.test(String(inputs.name)),
  );
  expect(alarms.map(({ inputs }) => String(inputs.name).replace('podguard-dev-', '')).toSorted()).toEqual([
    'act-errors',
    'act-throttles',
    'actions-age',
    'actions-dlq-depth',
    'slack-actions-errors',
    'slack-actions-failures',
    'slack-actions-refused',
    'slack-actions-throttles',
  ]);
  for (const { inputs } of alarms) {
    expect(inputs.alarmActions).toEqual([expect.stringContaining('podguard-dev-alerts')]);
    expect(page).toContain(`\`${String(inputs.name).replace('podguard-dev-', '')}\``);
  }
});
