import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_IRSA_TRUST, roleCreated } from '../service/records.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

let directory: string;
const file = (name: string, content: string | Uint8Array) => {
  const target = path.join(directory, name);
  writeFileSync(target, content);
  return target;
};
const good = () => file('good.json', JSON.stringify({ Records: [record()] }));
const quiet = () =>
  file(
    'quiet.json',
    JSON.stringify({ Records: [record({ eventName: 'ListUsers', requestParameters: null })] }),
  );
const findings = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-scan-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('scan', () => {
  it('writes a finding with its source and exits with 1', async () => {
    const { status, stdout, stderr } = await runCli(['scan', good()]);
    expect(status).toBe(1);
    expect(findings(stdout)).toMatchObject([
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
    expect(findings(stdout)[0]?.source).toEqual({ file: '-', line: 1 });
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
      findings(stdout).map(({ status, opened, resolved }) => [
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
    const lives = findings(stdout);
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

describe('Ctrl-C while records are judged', () => {
  const created = (id: string) => {
    const accessKey = { accessKeyId: `AKIA${id}`, status: 'Active', userName: 'ci' };
    return record({ eventID: id, responseElements: { accessKey } });
  };
  const broken = record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null });
  const scanUntil = (records: readonly object[], abort: (controller: AbortController) => void) => {
    const controller = new AbortController();
    const stderr = new Writable({
      write(_chunk, _encoding, done) {
        abort(controller);
        done();
      },
    });
    const stdin = records.map((one) => JSON.stringify(one)).join('\n');
    return runCli(['scan', '-', '--quiet'], { stdin, stderr, signal: controller.signal });
  };

  it('ends after the record at hand', async () => {
    const { status, stdout } = await scanUntil([created('1'), broken, created('2')], (controller) =>
      controller.abort('SIGINT'),
    );
    expect(findings(stdout).map(({ opened }) => opened?.eventId)).toEqual(['1']);
    expect(status).toBe(130);
  });

  it('is heard among many records', async () => {
    const many = Array.from({ length: 300 }, (_, index) => created(`${index}`));
    const { status, stdout } = await scanUntil([created('x'), broken, ...many], (controller) => {
      setImmediate(() => controller.abort('SIGINT'));
    });
    const found = findings(stdout).length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(100);
    expect(status).toBe(130);
  });
});

describe('scan of bad input', () => {
  it.for([
    { name: 'a missing path', content: undefined, status: 2, says: /no such file.*Check the path/ },
    { name: 'an empty file', content: '', status: 2, says: /is empty/ },
    { name: 'no JSON', content: 'hello\nworld\n', status: 2, says: /not JSON/ },
    {
      name: 'truncated gzip',
      content: gzipSync(
        JSON.stringify({
          Records: Array.from({ length: 500 }, (_, index) => record({ eventID: `e-${Math.sin(index)}` })),
        }),
      ).subarray(0, 2000),
      status: 3,
      says: /ends too early/,
    },
    { name: 'Records: null', content: '{"Records": null}', status: 2, says: /no.*CloudTrail record/ },
    {
      name: 'requestParameters: null',
      content: JSON.stringify(record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null })),
      status: 3,
      says: /UpdateAssumeRolePolicy e-1 names no/,
    },
    {
      name: 'invalid UTF-8 in one record',
      content: Buffer.concat([
        Buffer.from(`${JSON.stringify(record({ eventID: 'e-2' }))}\n{"eventName":"`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}\n'),
      ]),
      status: 3,
      says: /:2: .*UTF-8/,
    },
    {
      name: 'a record cut off',
      content: `${JSON.stringify(record())}\n${JSON.stringify(record()).slice(0, 300)}`,
      status: 3,
      says: /:2: /,
    },
  ])('$name: status $status, and a message that names the file', async ({ name, content, status, says }) => {
    const target = path.join(directory, `bad-${name.replaceAll(/\W/g, '-')}`);
    if (content !== undefined) writeFileSync(target, content);
    const result = await runCli(['scan', target]);
    expect(result.stderr).toMatch(says);
    expect(result.stderr).toContain(target);
    expect(result.status).toBe(status);
  });

  it.for(['{"Records":[]}', '{"Events": []}'])('takes %s as an answer that holds nothing', async (text) => {
    expect(await runCli(['scan', '-'], { stdin: text })).toMatchObject({ status: 0, stdout: '' });
  });

  it('calls the standard input by its name', async () => {
    const broken = JSON.stringify(record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null }));
    const { stderr } = await runCli(['scan', '-'], { stdin: `${broken}\n{"x\n` });
    expect(stderr).toContain('podguard: standard input:1: ');
    expect(stderr).toContain('podguard: standard input:2: ');
    expect((await runCli(['scan', '-'], { stdin: '' })).stderr).toContain('podguard: standard input: ');
  });

  it('judges the good part beside the bad', async () => {
    const { status, stdout, stderr } = await runCli(['scan', path.join(directory, 'nowhere'), good()]);
    expect(status).toBe(3);
    expect(stderr).toContain('nowhere');
    expect(findings(stdout)).toHaveLength(1);
  });

  it.for([
    [['scan'], /name files or directories of records/],
    [['scan', 'x', '--format', 'pdf'], /Allowed choices/],
    [['scan', 'x', '--account', '12'], /12 digits/],
    [['scan', 'x', '--method', 'magic'], /Allowed choices/],
    [['scan', 'x', '--rule', 'nothing'], /there is no rule nothing/],
    [['scan', 'x', '--config', 'nowhere.ts'], /nowhere\.ts: there is no such file/],
    [['fly'], /unknown command/],
  ] as const)('%j is wrong use: status 2', async ([args, says]) => {
    const { status, stderr } = await runCli(args);
    expect(stderr).toMatch(says);
    expect(status).toBe(2);
  });
});

describe('configuration', () => {
  const config = (name: string, text: string) => file(name, `export default ${text};\n`);

  it('judges events that come in great numbers where it says so', async () => {
    const instance = 'i-064d652934ecf0bfc';
    const userIdentity = {
      type: 'AssumedRole',
      principalId: `AROANODE00001EXAMPLE:${instance}`,
      arn: `arn:aws:sts::111122223333:assumed-role/node/${instance}`,
      accountId: '111122223333',
      sessionContext: { ec2RoleDelivery: '2.0' },
    };
    const assumed = record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity,
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/app', roleSessionName: 'kiam-app' },
    });
    const log = file('assumed.json', JSON.stringify({ Records: [assumed] }));
    const off = config('off.config.ts', `{ nodeRoles: ['node'] }`);
    const on = config('on.config.ts', `{ nodeRoles: ['node'], events: ['activity'] }`);
    expect(await runCli(['scan', log, '--config', off])).toMatchObject({ status: 0, stdout: '' });
    const { status, stdout } = await runCli(['scan', log, '--config', on]);
    expect(status).toBe(1);
    expect(findings(stdout)).toMatchObject([
      {
        rule: 'legacy-node-session-assumes',
        resource: { kind: 'iam-role', key: 'arn:aws:iam::111122223333:role/app' },
        opened: { actor: 'arn:aws:iam::111122223333:role/node/i-064d652934ecf0bfc' },
      },
    ]);
  });

  it('changes a severity and switches a rule off', async () => {
    const eased = config(
      'eased.config.ts',
      "{ rules: { 'static-key-for-other-user': 'off', 'static-key-created': { severity: 'low' } } }",
    );
    const { stdout } = await runCli(['scan', good(), '--config', eased]);
    expect(findings(stdout).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['static-key-created', 'low'],
    ]);
  });

  it.for([
    ['{ colour: 1 }', /Unrecognized key: "colour"/],
    ["{ account: 'x' }", /12 digits/],
    ["{ rules: { 'no-such-rule': 'off' } }", /there is no rule no-such-rule/],
    ["{ issuers: ['https://x'] }", /without https/],
  ] as const)('%s is refused with a reason', async ([text, says], { task }) => {
    const bad = config(`bad-${task.id}.config.ts`, text);
    const { status, stderr } = await runCli(['scan', good(), '--config', bad]);
    expect(stderr).toMatch(says);
    expect(stderr).toContain(bad);
    expect(status).toBe(2);
  });
});
