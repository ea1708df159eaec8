import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKED, ENDED, FINDING } from '../report/findings.ts';
import { runCli } from '../support/run-cli.ts';

const root = mkdtempSync(path.join(tmpdir(), 'podguard-sarif-'));
const k8s = path.join(root, 'deploy', 'k8s');
const POLICY = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: web
      env: [{name: AWS_SECRET_ACCESS_KEY, value: IuocZJyClGqm5Hnh/9Mh5KMYsbAaB3xY9kLmQ0Zz}]
`;

interface Log {
  readonly runs: readonly [{ readonly results: readonly Result[] }];
}
interface Result {
  readonly partialFingerprints: object;
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } },
  ];
}

beforeAll(() => {
  mkdirSync(k8s, { recursive: true });
  writeFileSync(path.join(k8s, 'trust.json'), POLICY);
  writeFileSync(path.join(k8s, 'pod.yaml'), POD);
  writeFileSync(path.join(root, 'trust.json'), POLICY);
});
afterAll(() => rmSync(root, { recursive: true }));

const resultsOf = async (directory: string, ...paths: readonly string[]) => {
  const { stdout } = await runCli(['check', ...paths, '--format', 'sarif'], { directory });
  return (JSON.parse(stdout) as Log).runs[0].results;
};
const urisOf = async (directory: string, ...paths: readonly string[]) => [
  ...new Set(
    (await resultsOf(directory, ...paths)).map(
      ({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri,
    ),
  ),
];

describe('files in SARIF', () => {
  it('are named from the working directory where there is no repository', async () => {
    expect(await urisOf(k8s, path.join(k8s, 'trust.json'))).toEqual(['trust.json']);
  });

  it.for([
    ['directory', () => mkdirSync(path.join(root, '.git'))],
    ['file, as in a worktree', () => writeFileSync(path.join(root, '.git'), 'gitdir: /elsewhere')],
  ] as const)(
    'are named from the root of the repository, wherever in it the command runs: .git is a %s',
    async ([, init]) => {
      init();
      expect(await urisOf(k8s, path.join(k8s, 'trust.json'))).toEqual(['deploy/k8s/trust.json']);
      expect(await urisOf(k8s, path.join(root, 'trust.json'))).toEqual(['trust.json']);
      expect(await urisOf(root, path.join(k8s, 'pod.yaml'))).toEqual(['deploy/k8s/pod.yaml']);
      rmSync(path.join(root, '.git'), { recursive: true });
    },
  );
});

describe('the identity of a finding of check', () => {
  it.for(['trust.json', 'pod.yaml'])('does not hang on how the path of %s is written', async (name) => {
    const relative = path.relative(process.cwd(), path.join(k8s, name));
    const directory = process.cwd();
    const spelled = [
      relative,
      `./${relative}`,
      path.join(k8s, name),
      `${path.dirname(relative)}/../k8s/${name}`,
    ];
    const all = await Promise.all(
      spelled.map(async (one) => {
        const { stdout } = await runCli(['check', one, '--format', 'ndjson'], { directory });
        return stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as { id: string; source: { file: string } });
      }),
    );
    const [first = []] = all.map((findings) => findings.map(({ id }) => id));
    expect(first.length).toBeGreaterThan(0);
    for (const [index, findings] of all.entries()) {
      expect(findings.map(({ id }) => id)).toEqual(first);
      for (const { source } of findings) expect(source.file).toBe(spelled[index]);
    }
  });

  it('within the working directory is that of the path from there', async () => {
    // The directory of this process: files are read from there.
    const inside = mkdtempSync(path.join(process.cwd(), 'node_modules', '.sarif-'));
    try {
      const file = path.join(inside, 'trust.json');
      writeFileSync(file, POLICY);
      const relative = path.relative(process.cwd(), file);
      const prints = await Promise.all(
        [relative, `./${relative}`, file].map(async (one) =>
          (await resultsOf(process.cwd(), one)).map(({ partialFingerprints }) => partialFingerprints),
        ),
      );
      expect(prints[0]).not.toEqual([]);
      expect(prints[1]).toEqual(prints[0]);
      expect(prints[2]).toEqual(prints[0]);
      const { stdout } = await runCli(['check', file, '--format', 'ndjson'], { directory: process.cwd() });
      const [line = ''] = stdout.split('\n');
      const finding = JSON.parse(line);
      expect(finding.resource.key).toBe(relative.split(path.sep).join('/'));
      const explained = await runCli(['explain', finding.id, '--store', '-'], {
        stdin: stdout,
        directory: process.cwd(),
      });
      expect(explained.stdout).toContain('"Principal": "*"');
    } finally {
      rmSync(inside, { recursive: true });
    }
  });
});

describe('a SARIF file with a result of no file', () => {
  const sarif = (...findings: readonly object[]) =>
    runCli(['report', '--store', '-', '--all', '--quiet', '--format', 'sarif'], {
      stdin: findings.map((one) => `${JSON.stringify(one)}\n`).join(''),
    });

  it('is written with a warning: GitHub refuses it', async () => {
    const nowhere = { ...FINDING, id: 'pg-1', source: null };
    const piped = { ...FINDING, id: 'pg-2', source: { file: '-', line: 1 } };
    const { status, stderr, stdout } = await sarif(CHECKED, nowhere, piped);
    expect(stderr).toMatch(/^podguard: 2 of the results came by no file .*GitHub refuses.*\n$/);
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as Log).runs[0].results).toHaveLength(3);
  });

  it('is none where each has one, or where what has none is open no more', async () => {
    expect((await sarif(CHECKED, { ...ENDED, source: null })).stderr).toBe('');
  });
});
