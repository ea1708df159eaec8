import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from 'podguard';
import { describe, expect, it } from 'vitest';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';
import { AUD, check, OPEN } from './check-documents.ts';

/** Whether the tag that it names is a service account nobody can say. */
const UNDECIDABLE = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: '${aws:SourceVpc}' } }));

const { directory, file } = useDirectory('check');

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
    expect(findingsIn(stdout)).toHaveLength(1);
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
