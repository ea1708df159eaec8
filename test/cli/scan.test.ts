import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OPEN_IRSA_TRUST, roleCreated } from '../service/records.ts';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useRecords } from './use-records.ts';

const { directory, file, good, quiet } = useRecords('scan');

describe('scan', () => {
  it('writes a finding with its source and exits with 1', async () => {
    const { status, stdout, stderr } = await runCli(['scan', good()]);
    expect(status).toBe(1);
    expect(findingsIn(stdout)).toMatchObject([
      {
        v: 1,
        rule: 'static-key-for-other-user',
        severity: 'high',
        status: 'open',
        resource: { kind: 'access-key', account: '111122223333', region: 'us-east-1' },
        opened: {
          at: '2026-01-02T03:04:05Z',
          eventId: 'e-1',
          actor: 'arn:aws:iam::111122223333:user/admin',
          sourceIp: '203.0.113.7',
        },
        reasons: ['static-key-created'],
        source: { file: path.join(directory, 'good.json'), line: 1 },
      },
    ]);
    expect(stderr).toContain('1 records read, 1 relevant');
  });

  it('exits with 0 where nothing is open', async () => {
    expect(await runCli(['scan', quiet()])).toMatchObject({ status: 0, stdout: '' });
  });

  it('reads the standard input', async () => {
    const { status, stdout } = await runCli(['scan', '-'], { stdin: gzipSync(JSON.stringify(record())) });
    expect(status).toBe(1);
    expect(findingsIn(stdout)[0]?.source).toEqual({ file: '-', line: 1 });
  });

  it('writes each life of a finding, in order of opening, with its end', async () => {
    const update = (status: string, eventTime: string) =>
      record({
        eventName: 'UpdateAccessKey',
        requestParameters: { userName: 'ci', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status },
        responseElements: null,
        eventTime,
        eventID: eventTime,
      });
    const records = [
      update('Active', '2026-01-02T06:00:00Z'),
      record(),
      update('Inactive', '2026-01-02T05:00:00Z'),
    ];
    const target = file('lives.ndjson', records.map((one) => JSON.stringify(one)).join('\n'));
    const { stdout } = await runCli(['scan', target, '--rule', 'static-key-for-other-user', '--quiet']);
    expect(
      findingsIn(stdout).map(({ status, opened, resolved }) => [
        status,
        opened?.at,
        resolved?.at,
        resolved?.reason,
      ]),
    ).toEqual([
      ['resolved', '2026-01-02T03:04:05Z', '2026-01-02T05:00:00Z', 'fixed'],
      ['open', '2026-01-02T06:00:00Z', undefined, undefined],
    ]);
  });

  it('keeps every life of a resource with more than 20 changes', async () => {
    const flips = Array.from({ length: 60 }, (_, index) =>
      record({
        eventName: 'UpdateAccessKey',
        requestParameters: {
          userName: 'ci',
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          status: index % 2 === 0 ? 'Inactive' : 'Active',
        },
        responseElements: null,
        eventTime: `2026-01-02T04:${String(index).padStart(2, '0')}:00Z`,
        eventID: `flip-${index}`,
      }),
    );
    const target = file('flips.ndjson', [record(), ...flips].map((one) => JSON.stringify(one)).join('\n'));
    const { stdout } = await runCli(['scan', target, '--rule', 'static-key-for-other-user', '--quiet']);
    const lives = findingsIn(stdout);
    expect(lives.map(({ opened }) => opened?.eventId)).toEqual([
      'e-1',
      ...flips.map(({ eventID }) => eventID).filter((_, index) => index % 2 === 1),
    ]);
    expect(lives.filter(({ status }) => status === 'open')).toHaveLength(1);
  });

  it.for([
    ['table', 'static-key-for-other-user'],
    ['json', '"summary"'],
    ['ndjson', '"rule":"static-key-for-other-user"'],
    ['ocsf', '"class_uid":2003'],
  ] as const)('writes %s', async ([format, expected]) => {
    const { stdout } = await runCli(['scan', good(), '--format', format]);
    expect(stdout).toContain(expected);
  });

  it('writes a table on a terminal and shows what others wrote as text', async () => {
    const target = file(
      'hostile.json',
      JSON.stringify(
        record({
          sourceIPAddress: '\u001b]0;owned\u0007',
          userIdentity: {
            type: 'IAMUser',
            arn: 'arn:aws:iam::111122223333:user/\u001b[2Jadmin',
            userName: '\u001b[2Jadmin',
            accountId: '111122223333',
          },
        }),
      ),
    );
    const { stdout } = await runCli(['scan', target], { tty: true });
    expect(stdout).toContain('\\u001b[2Jadmin');
    expect(stdout).not.toContain('\u001b[2J');
    expect(stdout).not.toContain('\u0007');
  });

  it('shows the evidence that tells most: the condition on the subject', async () => {
    const provider = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
    const trust = structuredClone(OPEN_IRSA_TRUST);
    Object.assign(trust.Statement[0]!.Condition, {
      StringLike: { [`${provider}:sub`]: 'system:serviceaccount:*' },
    });
    const { stdout } = await runCli(['scan', '-', '--format', 'table'], {
      stdin: JSON.stringify(roleCreated('reports', trust)),
    });
    expect(stdout).toContain(`:sub"] = system:serviceaccount:*`);
    expect(stdout).not.toContain(':aud');
  });

  it('writes to a file', async () => {
    const target = path.join(directory, 'out.ndjson');
    expect(await runCli(['scan', good(), '--output', target])).toMatchObject({ status: 1, stdout: '' });
    const explained = await runCli(['explain', 'pg-', '--store', target]);
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain(
      'aws iam update-access-key --user-name ci --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive',
    );
  });

  it('marks an actor of an unknown account, once an account is known', async () => {
    const { stdout } = await runCli(['scan', good(), '--format', 'table', '--account', '999999999999']);
    expect(stdout).toContain('unknown account 111122223333');
    const known = await runCli([
      'scan',
      good(),
      '--format',
      'table',
      '--account',
      '999999999999',
      '--known-account',
      '111122223333',
    ]);
    expect(known.stdout).not.toContain('unknown account');
  });

  it.for([
    [['--fail-on', 'critical'], 0],
    [['--fail-on', 'high'], 1],
    [['--fail-on', 'never'], 0],
    [['--rule', 'imds-v1-allowed'], 0],
    [['--method', 'static-key'], 1],
    [['--severity', 'critical'], 0],
  ] as const)('takes %j and exits with %i', async ([options, status]) => {
    expect((await runCli(['scan', good(), ...options])).status).toBe(status);
  });

  it('counts findings that ended only where that is asked', async () => {
    const ended = record({
      eventName: 'DeleteAccessKey',
      requestParameters: { userName: 'ci', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      responseElements: null,
      eventTime: '2026-01-02T05:00:00Z',
      eventID: 'e-2',
    });
    const target = file('ended.json', JSON.stringify([record(), ended]));
    expect((await runCli(['scan', target])).status).toBe(0);
    expect((await runCli(['scan', target, '--fail-on-any'])).status).toBe(1);
  });

  it('lists verdicts that could not be reached', async () => {
    const unknown = record({
      eventName: 'UpdateAccessKey',
      requestParameters: { userName: 'ci', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' },
      responseElements: null,
    });
    const { stderr } = await runCli(['scan', '-', '--indeterminate'], { stdin: JSON.stringify(unknown) });
    expect(stderr).toContain(
      'undecided: static-key-reactivated on 111122223333/AKIAIOSFODNN7EXAMPLE: status before',
    );
  });

  it.for<[options: readonly string[], isListed: boolean]>([
    [['--rule', 'static-key-reactivated'], true],
    [['--method', 'static-key'], true],
    [['--rule', 'irsa-subject-unrestricted'], false],
    [['--method', 'irsa'], false],
  ])('counts and lists with %j only their verdicts: %s', async ([options, isListed]) => {
    const unknown = record({
      eventName: 'UpdateAccessKey',
      requestParameters: { userName: 'ci', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' },
      responseElements: null,
    });
    const stdin = JSON.stringify(unknown);
    const { stdout, stderr } = await runCli(
      ['scan', '-', '--indeterminate', '--format', 'json', ...options],
      { stdin },
    );
    expect(stderr.includes('undecided: static-key-reactivated')).toBe(isListed);
    expect(/\d undecided \(/.test(stderr)).toBe(isListed);
    expect(JSON.parse(stdout).summary.indeterminate > 0).toBe(isListed);
  });

  it('stops at Ctrl-C with what was found so far', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    expect((await runCli(['scan', good()], { signal: controller.signal })).status).toBe(130);
  });
});
