import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '@podguard/rules';
import { afterAll, describe, expect, it } from 'vitest';
import { configFiles } from '../support/config-files.ts';
import { ruleText } from '../support/custom-rule.ts';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const { directory, file, config, scan, remove } = configFiles();
afterAll(remove);

describe('a rule of the user', () => {
  it('is judged by scan, beside the rules of the catalogue', async () => {
    const { status, stdout } = await scan(config(`[${ruleText()}]`));
    expect(status).toBe(1);
    expect(findingsIn(stdout).map(({ rule: id, title, method }) => [id, title, method])).toEqual([
      ['acme-every-key', 'There is an access key', 'static-key'],
      ['static-key-for-other-user', expect.any(String), 'static-key'],
    ]);
  });

  it('is judged by check, with the line where the document begins', async () => {
    const ofRoles = config(`[${ruleText({ id: "'acme-role'", resource: "['iam-role', 'k8s-workload']" })}]`);
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    };
    const policy = file('trust.json', JSON.stringify(trust));
    const { stdout } = await runCli(['check', policy, '--config', ofRoles, '--rule', 'acme-role'], {
      directory,
    });
    expect(findingsIn(stdout)).toMatchObject([{ rule: 'acme-role', source: { file: policy, line: 1 } }]);
  });

  it('is explained with its own words', async () => {
    const using = config(`[${ruleText()}]`);
    const { stdout: found } = await scan(using, '--rule', 'acme-every-key');
    const [finding] = findingsIn(found);
    const { stdout } = await runCli(['explain', finding?.id ?? '', '--store', '-', '--config', using], {
      directory,
      stdin: found,
    });
    expect(stdout).toContain('There is an access key');
    expect(stdout).toContain('We have none.');
    expect(stdout).toContain('aws iam delete-access-key');
  });

  it('is reported as the catalogue is, in SARIF with its own words', async () => {
    const using = config(`[${ruleText()}]`);
    const { stdout: found } = await scan(using);
    const report = (format: string) =>
      runCli(
        [
          'report',
          '--store',
          '-',
          '--config',
          using,
          '--rule',
          'acme-every-key',
          '--format',
          format,
          '--quiet',
        ],
        { directory, stdin: found },
      );
    expect(findingsIn((await report('ndjson')).stdout).map(({ rule }) => rule)).toEqual(['acme-every-key']);
    const sarif = JSON.parse((await report('sarif')).stdout);
    expect(sarif.runs[0].results).toMatchObject([{ ruleId: 'acme-every-key' }]);
    const described = sarif.runs[0].tool.driver.rules.find(
      ({ id }: { id: string }) => id === 'acme-every-key',
    );
    expect(described.help.text).toContain('We have none.');
  });

  it('is listed among the others, and shown whole', async () => {
    const using = config(`[${ruleText()}]`);
    const { stdout } = await runCli(['rules', '--format', 'json', '--config', using], { directory });
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(ids[ids.indexOf('acme-every-key') + 1]).toBe('capability-role-powerful');
    expect(ids).toEqual([...ids].sort());
    const one = await runCli(['rules', 'acme-every-key', '--format', 'md', '--config', using], { directory });
    expect(one.stdout).toContain('Reports every access key.');
  });

  it('comes from podguard.config.ts of the directory without any option', async () => {
    const own = path.join(directory, 'own');
    file('own/podguard.config.ts', `export default { customRules: [${ruleText()}] };\n`);
    const { stdout } = await runCli(['rules', 'acme-every-key', '--format', 'json'], { directory: own });
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'acme-every-key', severity: 'low' }]);
  });

  it('is switched off and graded as others are', async () => {
    const off = config(`[${ruleText()}]`, ", rules: { 'acme-every-key': 'off' }");
    expect((await scan(off, '--rule', 'acme-every-key')).stdout).toBe('');
    const graded = config(`[${ruleText()}]`, ", rules: { 'acme-every-key': { severity: 'critical' } }");
    const { stdout } = await scan(graded, '--rule', 'acme-every-key');
    expect(findingsIn(stdout)).toMatchObject([{ severity: 'critical' }]);
  });

  it('sees the resources around its own that it needs, and is not asked where they are not known', async () => {
    const using = config(
      `[${ruleText({
        resource: "'pod-identity-association'",
        needs: "{ role: ['maxSessionDuration'] }",
        evaluate:
          "(_, { related }) => ({ status: 'fail', summary: `for ${related.role.state.maxSessionDuration} s`, evidence: [], witness: null })",
      })}]`,
    );
    const roleArn = 'arn:aws:iam::111122223333:role/app';
    const role = record({
      eventID: 'e-0',
      eventName: 'CreateRole',
      requestParameters: { roleName: 'app', assumeRolePolicyDocument: '{}', maxSessionDuration: 900 },
      responseElements: { role: { roleName: 'app', roleId: 'AROAAPP', arn: roleArn } },
    });
    const bound = record({
      eventSource: 'eks.amazonaws.com',
      eventName: 'CreatePodIdentityAssociation',
      requestParameters: { name: 'prod', namespace: 'a', serviceAccount: 'b', roleArn },
      responseElements: { association: { clusterName: 'prod', associationId: 'a-1' } },
    });
    const judged = async (...records: readonly object[]) => {
      const log = file('association.json', JSON.stringify({ Records: records }));
      return runCli(['scan', log, '--config', using, '--rule', 'acme-every-key', '--indeterminate'], {
        directory,
      });
    };
    expect(findingsIn((await judged(role, bound)).stdout)).toMatchObject([{ summary: 'for 900 s' }]);
    const alone = await judged(bound);
    expect(alone.stdout).toBe('');
    expect(alone.stderr).toMatch(
      /undecided: acme-every-key on .*\/a-1: role arn:aws:iam::111122223333:role\/app/,
    );
  });
});

describe('the page about rules of your own', () => {
  const page = readFileSync(path.join(ROOT, 'docs/custom-rules.md'), 'utf8');
  const blocks = [...page.matchAll(/^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$/gms)];
  const commands = [...page.matchAll(/^\$ npx (.+)$/gm)].map((match) => match[1] as string);
  const shown = /^```text\n(.*?)^```$/ms.exec(page)?.[1] ?? '';

  it('has an example that passes its test and the type check, and finds what the page shows', () => {
    const own = path.join(directory, 'page');
    for (const [, name, text] of blocks) file(path.join('page', name as string), text as string);
    file('page/package.json', '{ "type": "module" }');
    mkdirSync(path.join(own, 'node_modules/@types'), { recursive: true });
    for (const [name, target] of Object.entries({
      podguard: 'packages/cli',
      vitest: 'node_modules/vitest',
      '@types/node': 'node_modules/@types/node',
    }))
      symlinkSync(path.join(ROOT, target), path.join(own, 'node_modules', name));

    const ran = commands.map((command) => {
      const [program = '', ...args] = command.split(' ');
      const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'node_modules/.bin', program), args, {
        cwd: own,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      });
      return { command: program, status, stdout, stderr };
    });
    expect(ran.map(({ command, status }) => [command, status])).toEqual([
      ['vitest', 0],
      ['tsc', 0],
      ['podguard', 0],
      ['podguard', 1],
    ]);
    expect(ran[0]?.stdout).toMatch(/Tests .*6 passed/);
    expect(ran[2]?.stdout).toContain('acme-boundary-missing');
    expect(ran[3]?.stdout).toBe(shown);
    expect(ran[3]?.stderr).toContain('Open: 1 medium');
  });

  it('tells every field of a rule', () => {
    const rows = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) =>
      [...(cell as string).matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    const fields = new Set(catalogue.rules.flatMap((rule) => Object.keys(rule)));
    expect(rows.sort()).toEqual([...fields].sort());
  });
});

describe('a store that start keeps', () => {
  it('is judged again when a file that a rule imports has changed, and when the rule is gone', () => {
    const own = path.join(directory, 'kept');
    const start = () => {
      const args = ['start', '--once', '--store', path.join(own, 'store'), '--no-color'];
      const { stdout, stderr, status } = spawnSync(path.join(ROOT, 'node_modules/.bin/podguard'), args, {
        cwd: own,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      return stdout.split('\n').filter((line) => line.includes('acme-every-key  open')).length;
    };
    const limit = (most: number) => file('kept/limit.ts', `export const most = ${most};\n`);
    const evaluate =
      "(key) => key.key.length > most ? ({ status: 'fail', summary: 'a long key', evidence: [], witness: null }) : ({ status: 'pass' })";
    const rule = ruleText({ evaluate });
    file('kept/rule.ts', `import { most } from './limit.ts';\nexport const rule = ${rule};\n`);
    file(
      'kept/podguard.config.ts',
      "import { rule } from './rule.ts';\nexport default { customRules: [rule] };\n",
    );

    limit(0);
    expect(start()).toBeGreaterThan(0);
    limit(1000);
    expect(start()).toBe(0);
    limit(0);
    expect(start()).toBeGreaterThan(0);
    file('kept/podguard.config.ts', 'export default {};\n');
    expect(start()).toBe(0);
  });
});
