import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Finding } from '@podguard/core';
import { run } from 'podguard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';

const AUD = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
const OPEN = trust(irsa({ StringEquals: AUD }));
const SCOPED = trust(irsa({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'system:serviceaccount:web:app' } }));
/** Whether the tag that it names is a service account nobody can say. */
const UNDECIDABLE = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: '${aws:SourceVpc}' } }));
const BUCKET = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
});
const PERMISSIONS = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const ROLE_ARN = 'arn:aws:iam::111122223333:role/team/app';

const getRole = (document: string, arn = ROLE_ARN) => ({
  Role: { Arn: arn, RoleName: 'app', RoleId: 'AROAEXAMPLE', AssumeRolePolicyDocument: JSON.parse(document) },
});

let directory: string;
const file = (name: string, content: string | Uint8Array) => {
  const target = path.join(directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
};
const findings = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);
const check = (paths: readonly string[], options: readonly string[] = [], stdin?: string) =>
  runCli(['check', ...paths, ...options], stdin === undefined ? {} : { stdin });

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-check-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('check', () => {
  it('writes a finding with the path as given and the line of what decided, and no event', async () => {
    const target = file('open.json', JSON.stringify(JSON.parse(OPEN), null, 2));
    const { status, stdout, stderr } = await check([target]);
    expect(status).toBe(1);
    expect(findings(stdout)).toContainEqual(
      expect.objectContaining({
        rule: 'irsa-subject-unrestricted',
        severity: 'critical',
        status: 'open',
        cause: 'record',
        resource: { kind: 'iam-role', key: target, account: '', region: '' },
        opened: null,
        resolved: null,
        source: { file: target, line: 12 },
      }),
    );
    expect(stderr).toContain('1 policy document read');
  });

  it('finds nothing of medium or above in a scoped policy', async () => {
    const { status, stdout } = await check([file('scoped.json', SCOPED)], ['--fail-on', 'medium']);
    expect(status).toBe(0);
    expect(findings(stdout).filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  it.for([
    ['with a byte order mark', `\ufeff${OPEN}`],
    ['with CRLF', JSON.stringify(JSON.parse(OPEN), null, 2).replaceAll('\n', '\r\n')],
    ['URL-encoded', encodeURIComponent(OPEN)],
    ['from the standard input', OPEN],
  ] as const)('reads a document %s', async ([, text]) => {
    const { stdout } = await check(['-'], ['--rule', 'irsa-subject-unrestricted'], text);
    expect(findings(stdout)).toMatchObject([{ resource: { key: 'standard input' }, source: { file: '-' } }]);
  });

  it.for([
    ['get-role', getRole(OPEN)],
    [
      'get-role with an encoded document',
      { Role: { Arn: ROLE_ARN, AssumeRolePolicyDocument: encodeURIComponent(OPEN) } },
    ],
    ['list-roles', { Roles: [getRole(SCOPED, `${ROLE_ARN}-2`).Role, getRole(OPEN).Role] }],
    ['get-role --query Role', getRole(OPEN).Role],
  ] as const)("takes the role's own key from the answer of %s", async ([name, answer]) => {
    const target = file(`${name}.json`, JSON.stringify(answer));
    const { stdout } = await check([target], ['--rule', 'irsa-subject-unrestricted']);
    expect(findings(stdout)).toMatchObject([
      { resource: { key: 'arn:aws:iam::111122223333:role/app', account: '111122223333' } },
    ]);
  });

  it.for([
    ['get-role-policy', { RoleName: 'app', PolicyName: 'read', PolicyDocument: PERMISSIONS }],
    ['get-policy-version', { PolicyVersion: { Document: PERMISSIONS, VersionId: 'v1' } }],
    ['the document alone', PERMISSIONS],
  ] as const)('reads a permission policy from %s', async ([, answer]) => {
    const { status, stderr } = await check(['-'], ['--fail-on', 'never'], JSON.stringify(answer));
    expect(status).toBe(0);
    expect(stderr).toContain('1 policy document read');
  });

  it('takes the account from --account where the document names none', async () => {
    const { stdout } = await check(['-'], ['--account', '111122223333'], OPEN);
    expect(findings(stdout)[0]?.resource.account).toBe('111122223333');
  });

  it('puts the documents of one role together', async () => {
    const both = path.join(directory, 'both');
    file('both/a-trust.json', JSON.stringify(getRole(OPEN)));
    file('both/b-list.json', JSON.stringify({ Roles: [getRole(OPEN).Role] }));
    const { stdout } = await check([both], ['--rule', 'irsa-subject-unrestricted']);
    expect(findings(stdout)).toMatchObject([{ source: { file: path.join(both, 'a-trust.json') } }]);
  });

  it('judges a second trust policy of one role by itself', async () => {
    const two = path.join(directory, 'two');
    file('two/a.json', JSON.stringify(getRole(SCOPED)));
    file('two/b.json', JSON.stringify(getRole(OPEN)));
    const { stdout } = await check([two], ['--rule', 'irsa-subject-unrestricted']);
    expect(findings(stdout)).toMatchObject([
      { resource: { key: path.join(two, 'b.json') }, source: { file: path.join(two, 'b.json') } },
    ]);
  });

  it('gives the same finding the same id in every run', async () => {
    const ids = async () => findings((await check(['-'], [], OPEN)).stdout).map(({ id }) => id);
    expect(await ids()).toEqual(await ids());
  });

  it.for([
    ['table', 'standard input, line 1'],
    ['json', '"documents": 1'],
    ['ndjson', '"rule":"irsa-subject-unrestricted"'],
  ] as const)('writes %s', async ([format, expected]) => {
    const { stdout } = await check(['-'], ['--format', format], OPEN);
    expect(stdout).toContain(expected);
  });

  it('says in JSON what it did', async () => {
    const target = path.join(directory, 'counted');
    file('counted/open.json', OPEN);
    file('counted/package.json', '{"name": "x"}');
    file('counted/notes.md', '# notes');
    file('counted/bucket.json', BUCKET);
    file('counted/broken.json', '{');
    const { stdout } = await check([target], ['--format', 'json', '--severity', 'critical']);
    const { summary } = JSON.parse(stdout) as { readonly summary: object };
    expect(summary).toMatchObject({
      documents: 1,
      passedOver: 3,
      unreadable: 1,
      findings: { open: { critical: 1 } },
    });
  });

  it('has examples in its help', async () => {
    const { status, stdout } = await check([], ['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('aws iam get-role --role-name app | podguard check -');
  });
});

describe('what a document is', () => {
  it('passes over a resource policy and says why, unless --kind is given', async () => {
    const target = path.join(directory, 'resource');
    file('resource/bucket.json', BUCKET);
    file('resource/scoped.json', SCOPED);
    const passed = await check([target], ['--fail-on', 'never']);
    expect(passed.status).toBe(0);
    expect(passed.stderr).toContain('bucket.json: passed over: a resource policy');
    const asked = await check([target], ['--kind', 'trust-policy', '--fail-on', 'never']);
    expect(asked.stderr).toContain('2 policy documents read');
  });

  it('does not take a resource policy that was named for judged', async () => {
    expect(await check([file('bucket.json', BUCKET)])).toMatchObject({ status: 2, stdout: '' });
  });

  it('passes over the policy of a user', async () => {
    const answer = JSON.stringify({ UserName: 'ann', PolicyName: 'p', PolicyDocument: PERMISSIONS });
    const { status, stderr } = await check(['-'], [], answer);
    expect(status).toBe(2);
    expect(stderr).toContain('the policy of a user or a group');
  });

  it('says where a permission policy that is asked for as trust lacks its principal', async () => {
    const { status, stderr } = await check(['-'], ['--kind', 'trust-policy'], JSON.stringify(PERMISSIONS));
    expect(status).toBe(2);
    expect(stderr).toContain('standard input: Statement[0]: a statement of a trust policy needs a Principal');
  });
});

describe("check's exit status", () => {
  const open = () => file('status/open.json', OPEN);
  const broken = () => file('status-broken.json', '{"Statement": {"Effect": "Perhaps"}}');

  it.for([
    ['low', 1],
    ['critical', 1],
    ['never', 0],
  ] as const)('with a critical finding and --fail-on %s is %i', async ([level, status]) => {
    expect((await check([open()], ['--fail-on', level])).status).toBe(status);
  });

  it('is 2 where nothing was readable', async () => {
    const { status, stderr } = await check([broken()]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${broken()}: Statement.Effect: must be`);
    expect(stderr).toContain('Nothing was judged');
  });

  it.for([
    ['no such path', 'missing.json'],
    ['a directory without a policy', 'empty'],
  ] as const)('is 2 for %s', async ([, name]) => {
    mkdirSync(path.join(directory, 'empty'), { recursive: true });
    const { status, stderr } = await check([path.join(directory, name)]);
    expect(status).toBe(2);
    expect(stderr).toContain(name);
  });

  it('is 2 for wrong use', async () => {
    expect((await check([open()], ['--kind', 'bucket-policy'])).status).toBe(2);
    expect((await check([open()], ['--rule', 'no-such-rule'])).status).toBe(2);
    expect((await check([])).status).toBe(2);
  });

  it('is 3 where a part was not readable; the rest is judged', async () => {
    const { status, stdout } = await check([open(), broken()], ['--rule', 'irsa-subject-unrestricted']);
    expect(status).toBe(3);
    expect(findings(stdout)).toHaveLength(1);
  });

  it('is 3 where a named file is JSON of another kind, 1 where it lies in a directory', async () => {
    const other = file('status/package.json', '{"name": "x"}');
    const named = await check([open(), other]);
    expect(named.status).toBe(3);
    expect(named.stderr).toContain(`${other}: is no policy document`);
    expect((await check([path.dirname(other)])).status).toBe(1);
  });

  it('names the option that takes the answers about associations', async () => {
    const association = { namespace: 'web', serviceAccount: 'app', associationArn: 'arn:aws:eks:a' };
    const text = JSON.stringify({ associations: [association] });
    const target = file('status/associations.json', text);
    const says =
      'holds Pod Identity associations, which are not judged by themselves: give it with --associations';
    expect((await check([target])).stderr).toContain(`${target}: ${says}`);
    expect((await check(['-'], [], text)).stderr).toContain(`standard input: ${says}`);
  });

  it('says of what is no JSON that YAML is taken, too, and of broken JSON what is broken', async () => {
    const says = async (name: string, text: string) => (await check([file(name, text)])).stderr;
    for (const text of ['# Title\n', '[![build](https://x)](y)\n', 'An error occurred\n'])
      expect(await says('status/README.md', text)).toContain(
        'README.md: must be JSON, or YAML with apiVersion and kind: Unexpected token',
      );
    for (const text of ['{"Statement": [},', '[{"Statement": [},', '[ ["a" ', '"Statement'])
      expect(await says('status/broken.json', text)).toContain('broken.json: must be JSON: ');
  });

  it('is 3 where a document could not be decided, and says which and why', async () => {
    const target = file('undecidable.json', UNDECIDABLE);
    const { status, stderr } = await check([target]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/undecidable\.json: could not be decided: .*aws:SourceVpc/);
    expect((await check([target], ['--method', 'static-key'])).status).toBe(0);
  });

  it('is 3 where a principal is a template that is not rendered', async () => {
    const target = file('template.json', trust({ Principal: { AWS: '${root}' }, Action: 'sts:AssumeRole' }));
    const { status, stderr } = await check([target]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/template\.json: Statement.*"\$\{root\}" is a template that is not rendered/);
  });

  it('is 2 where results cannot be written', async () => {
    const { status, stderr } = await check([open()], ['--output', '/dev/full']);
    expect(status).toBe(2);
    expect(stderr).toContain('/dev/full: ENOSPC');
  });

  it('is 130 after Ctrl-C while it waits for the standard input', async () => {
    const controller = new AbortController();
    const waiting = run(['check', '-'], {
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      env: {},
      directory,
      signal: controller.signal,
    });
    controller.abort('SIGINT');
    expect(await waiting).toBe(130);
  });

  it('is 130 after Ctrl-C', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    const { status } = await runCli(['check', open()], { signal: controller.signal });
    expect(status).toBe(130);
  });
});

describe('--indeterminate', () => {
  it('lists what could not be decided with what was missing', async () => {
    const { stderr } = await check(['-'], ['--indeterminate'], UNDECIDABLE);
    expect(stderr).toContain('undecided: irsa-subject-unrestricted on standard input: ');
  });

  it('leaves the exit status alone where only what is around is not known', async () => {
    const provider = PROVIDER.replace('111122223333', '444455556666');
    const foreign = trust(
      irsa({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'system:serviceaccount:web:app' } }, provider),
    );
    expect((await check(['-'], ['--fail-on', 'never'], foreign)).status).toBe(0);
  });
});
