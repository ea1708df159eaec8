import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS, createAwsClients, findWorld, runChecks, TEST_MESSAGES } from 'podguard/doctor';
import { describe, expect, it, test } from 'vitest';
import { useExamination, wrong } from '../support/parts-world/examination.ts';
import { HOME } from '../support/parts-world/hands.ts';
import { runCli } from '../support/run-cli.ts';

const { awsOf, examine, hands, worldOf } = useExamination();

describe('a healthy deployment', () => {
  it('has one line or more for every check, all of them ok', async () => {
    const lines = await examine();
    expect(wrong(lines)).toEqual([]);
    expect([...new Set(lines.map(({ check }) => check))]).toEqual(CHECKS.map(({ name }) => name));
  });

  it('is read only: what it calls changes nothing', async () => {
    const clients = createAwsClients({ endpointUrl: awsOf().url });
    const names: string[] = [];
    const watched = Object.fromEntries(
      Object.entries(clients).map(([name, made]) => [
        name,
        (region: string) => {
          const client = (made as typeof clients.sqs)(region);
          client.middlewareStack.add(
            (next, { commandName = '' }) =>
              (args) => {
                names.push(commandName);
                return next(args);
              },
            { step: 'initialize', name: 'watch', override: true },
          );
          return client;
        },
      ]),
    ) as unknown as typeof clients;
    const options = {
      stage: 'dev',
      home: HOME,
      config: worldOf().config,
      clients: watched,
      endpoint: awsOf().url,
    };
    await runChecks(await findWorld({ ...options, now: () => new Date() }), CHECKS);
    clients.destroy();
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !/^(Describe|Get|List|SimulatePrincipal)/.test(name))).toEqual([]);
  });
});

describe('schedules', () => {
  it('that are still show themselves by nobody having been called', async () => {
    const later = new Date(Date.now() + 5 * 3_600_000);
    const found = wrong(
      await examine({ now: later, checks: CHECKS.filter(({ name }) => name === 'schedules') }),
    );
    expect(found.map(({ status, what }) => `${status} ${what}`)).toEqual([
      'fail not called within the last hour',
      'fail not called within the last hour',
      'fail not called within the last 3 hours',
    ]);
    expect(found[0]?.mend).toMatch(/aws scheduler list-schedules --group-name podguard-dev/);
  });
});

describe('accounts of the organization', () => {
  it('were listed, once and lately, where the configuration asks for them', async () => {
    const config = { ...worldOf().config, organization: true };
    const checks = CHECKS.filter(({ name }) => name === 'organization');
    const now = new Date('2026-03-12T12:00:00Z');
    const said = async () =>
      (await examine({ config, checks, now })).map(({ status, what }) => `${status} ${what}`);
    expect(await said()).toEqual(['fail they were never listed: whether an account is unknown is undecided']);
    await hands.setOrganization('2026-03-11T12:00:00.000Z');
    expect(await said()).toEqual(['ok 2 were listed at 2026-03-11T12:00:00.000Z']);
    await hands.setOrganization('2026-03-09T12:00:00.000Z');
    expect(await said()).toEqual([
      'fail 2 were listed at 2026-03-09T12:00:00.000Z, and not since: newer ones are called unknown',
    ]);
  });
});

describe('what may not be read', () => {
  test.for([
    ['events:DescribeRule', 'rules', 3],
    ['sqs:GetQueueAttributes', 'queues', 1],
    ['iam:SimulatePrincipalPolicy', 'roles', 1],
    ['cloudtrail:DescribeTrails', 'trail', 2],
    ['cloudtrail:GetEventSelectors', 'trail', 2],
    ['sns:ListSubscriptionsByTopic', 'channels', 1],
    ['dynamodb:DescribeTable', 'table', 1],
    ['dynamodb:GetItem', 'arrivals', 1],
    ['dynamodb:GetItem', 'version', 1],
    ['GET /2015-03-31/functions/podguard-dev-evaluate/configuration', 'arrivals', 1],
    ['monitoring:GetMetricStatistics', 'schedules', 3],
  ] as const)('%s: unknown, never ok, with the action that is missing', async ([call, check, count]) => {
    awsOf().refuse(call, 'AccessDenied');
    const found = await examine({ checks: CHECKS.filter(({ name }) => name === check) });
    const unknown = found.filter(({ status }) => status === 'unknown');
    expect(unknown).toHaveLength(count);
    expect(found.filter(({ status }) => status === 'fail')).toEqual([]);
    const action = call
      .replace('monitoring:', 'cloudwatch:')
      .replace(/^GET .*/, 'lambda:GetFunctionConfiguration');
    for (const { what, mend } of unknown) {
      expect(what).toContain(`you may not call ${action}`);
      expect(mend).toBe(`allow yourself ${action}`);
    }
  });
});

describe('a test message', () => {
  it('goes through the queue of each channel that people hear', async () => {
    const lines = await examine({ checks: [TEST_MESSAGES] });
    expect(lines).toEqual([
      {
        check: 'test-messages',
        subject: 'channel sns',
        status: 'ok',
        what: 'a test message was taken; look whether it arrived',
        mend: null,
      },
    ]);
  });
});

describe('podguard doctor', () => {
  const doctor = (...args: readonly string[]) =>
    runCli(['doctor', '--stage', 'dev', '--region', HOME, '--endpoint-url', awsOf().url, ...args]);

  it('says by its status whether all is well, something fails or could not be read', async () => {
    expect(await doctor()).toMatchObject({ status: 0 });
    awsOf().refuse('cloudtrail:DescribeTrails', 'AccessDeniedException');
    expect(await doctor()).toMatchObject({ status: 3 });
    await hands.events().disableRule({ Name: 'podguard-dev-eks' });
    const { status, stdout } = await doctor('--format', 'table');
    await hands.events().enableRule({ Name: 'podguard-dev-eks' });
    expect(status).toBe(1);
    expect(stdout).toContain(' fail    podguard-dev-eks (eu-central-1): its state is DISABLED');
    expect(stdout).toContain('         mend: aws events enable-rule');
  });

  it('writes lines for programs', async () => {
    const { stdout } = await doctor('--format', 'ndjson');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({
      check: 'trail',
      subject: HOME,
      status: 'ok',
      what: 'trail account logs management events of all regions, and is logging',
      mend: null,
    });
    const json = await doctor('--format', 'json');
    expect(JSON.parse(json.stdout).lines).toHaveLength(lines.length);
  });

  it('names the stages that are there to whoever names another', async () => {
    const args = ['doctor', '--stage', 'dve', '--region', HOME, '--endpoint-url', awsOf().url];
    const { status, stderr } = await runCli(args);
    expect(status).toBe(2);
    expect(stderr).toContain(`there is no stage dve in ${HOME}: there are dev`);
  });

  it('takes no deployment of another account for this one', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'podguard-doctor-'));
    await writeFile(join(directory, 'podguard.config.ts'), "export default { account: '444455556666' };");
    const args = ['doctor', '--stage', 'dev', '--region', HOME, '--endpoint-url', awsOf().url];
    const { status, stderr } = await runCli(args, { directory });
    await rm(directory, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).toContain('says account 444455556666, the credentials are for 111122223333');
  });
});
