import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseSettings, type SettingName } from '@podguard/functions';
import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/function-settings.ts';
import { logicalName } from '../../infra/names.ts';
import type { Synthesis, SynthesizedResource } from '../../scripts/synth/resource.ts';
import { DEPLOYMENTS, named, ofType, synthesize } from '../support/synthesize.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const dev = DEPLOYMENTS['dev in eu-central-1']!;
const prod = DEPLOYMENTS['prod in eu-central-1']!;
const functions = (synthesis: Synthesis) => ofType(synthesis, 'Function').filter(({ custom }) => custom);
const variablesOf = ({ inputs }: SynthesizedResource) =>
  (inputs.environment as { readonly variables: Readonly<Record<string, string>> }).variables;

/** What the source of a handler names where it reads its settings. */
function settingsOf(name: string): readonly SettingName[] {
  const source = readFileSync(path.join(ROOT, `packages/functions/src/handlers/${name}.ts`), 'utf8');
  const names = /parseSettings\(process\.env, \[([^\]]*)\]\)/.exec(source)?.[1] ?? '';
  return [...names.matchAll(/'([A-Z_]+)'/g)].map(([, variable]) => variable as SettingName);
}

describe.each([dev, prod])('functions of $stage', (deployment) => {
  test('are those of the design, each with a handler that exists', async () => {
    const synthesis = await synthesize(deployment);
    const names = functions(synthesis).map(({ inputs }) => String(inputs.name));
    expect(names.toSorted()).toEqual(
      FUNCTION_NAMES.map((name) => `podguard-${deployment.stage}-${name}`).toSorted(),
    );
    for (const name of FUNCTION_NAMES) {
      expect(existsSync(path.join(ROOT, `packages/functions/src/handlers/${name}.ts`)), name).toBe(true);
    }
  });

  test('run on arm64 and Node.js 24, are traced, and log as JSON into a group that forgets', async () => {
    const synthesis = await synthesize(deployment);
    const groups = new Set(ofType(synthesis, 'LogGroup').map(({ inputs }) => inputs.name));
    for (const { inputs, name } of functions(synthesis)) {
      expect(inputs, name).toMatchObject({
        architectures: ['arm64'],
        runtime: 'nodejs24.x',
        tracingConfig: { mode: 'Active' },
        loggingConfig: { logFormat: 'JSON', logGroup: `/aws/lambda/${String(inputs.name)}` },
      });
      expect(groups).toContain(`/aws/lambda/${String(inputs.name)}`);
    }
  });

  test('are not taken for a loop where they go on by a queue of their own, and only there', async () => {
    const synthesis = await synthesize(deployment);
    const allowed = ofType(synthesis, 'FunctionRecursionConfig').map(({ inputs }) => inputs);
    const names = ['dispatch', 'rejudge'].map((name) => `podguard-${deployment.stage}-${name}`);
    expect(allowed.map(({ functionName }) => functionName).toSorted()).toEqual(names);
    for (const { recursiveLoop } of allowed) expect(recursiveLoop).toBe('Allow');
  });

  test.for(FUNCTION_NAMES)(
    'of these %s gets the variables that its handler asks for, of values that it takes, and no others',
    async (name) => {
      const asked = settingsOf(name);
      expect(asked.length).toBeGreaterThan(1);
      const set = variablesOf(named(await synthesize(deployment), `${logicalName(name)}Function`));
      // Lambda itself sets the one; the other is in the bundle.
      const given = { ...set, AWS_REGION: 'eu-central-1', JUDGED_WITH: 'catalogue.configuration' };
      expect(() => parseSettings(given, asked)).not.toThrow();
      const own = Object.keys(set).filter((variable) => !/^(SST|POWERTOOLS)_/.test(variable));
      expect(own.toSorted()).toEqual(
        asked.filter((variable) => !/^(AWS_REGION|JUDGED_WITH)$/.test(variable)).toSorted(),
      );
      expect(set).toMatchObject({ POWERTOOLS_SERVICE_NAME: name, POWERTOOLS_METRICS_NAMESPACE: 'Podguard' });
    },
  );

  test('have no address of their own and no layers', async () => {
    const synthesis = await synthesize(deployment);
    expect(ofType(synthesis, 'FunctionUrl')).toEqual([]);
    for (const { inputs } of functions(synthesis)) expect(inputs.layers).toBeUndefined();
  });

  test('get no secret in a variable', async () => {
    const synthesis = await synthesize(deployment);
    for (const made of functions(synthesis)) {
      const own = Object.keys(variablesOf(made)).filter((name) => !name.startsWith('SST_'));
      expect(
        own.filter((name) => /SECRET|TOKEN|PASSWORD|KEY/.test(name)),
        made.name,
      ).toEqual([]);
    }
  });
});

test('what functions judge with changes together with their code, and starts the rejudge run', async () => {
  const artifacts = mkdtempSync(path.join(os.tmpdir(), 'podguard-functions-'));
  try {
    const synthesis = await synthesize({ ...dev, artifacts });
    const { inputs } = named(synthesis, 'RejudgeStart');
    const { judgedWith, remediatedWith } = inputs.triggers as Readonly<Record<string, string>>;
    // So that the deploy marks what is deployed where nothing but these settings differs.
    expect(remediatedWith).toMatch(/^[0-9a-z]{12}$/);
    expect(judgedWith).toMatch(/^[0-9a-f]{12}\.[0-9a-f]{12}$/);
    expect(JSON.parse(String(inputs.input))).toEqual({ start: `rejudge-${judgedWith}` });
    for (const made of functions(synthesis)) expect(variablesOf(made)).not.toHaveProperty('JUDGED_WITH');
    const judging = FUNCTION_NAMES.filter((name) => settingsOf(name).includes('JUDGED_WITH'));
    expect(judging.length).toBeGreaterThan(3);
    for (const name of judging) {
      const folder = path.join(artifacts, `${logicalName(name)}-src`);
      const code = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
      expect(code.join(''), name).toContain(judgedWith);
      expect(code.join(''), name).not.toContain('PODGUARD_JUDGED_WITH');
      const bundle = JSON.stringify(path.join(folder, 'bundle.mjs'));
      const env = {
        ...variablesOf(named(synthesis, `${logicalName(name)}Function`)),
        AWS_REGION: 'eu-central-1',
      };
      // It asks for all of its settings when it is loaded.
      execFileSync(process.execPath, ['--input-type=module', '--eval', `await import(${bundle})`], { env });
    }
  } finally {
    rmSync(artifacts, { recursive: true });
  }
}, 120_000);

test("variables fit into Lambda's 4 KB with every region", async () => {
  const synthesis = await synthesize(DEPLOYMENTS['a long stage with every region and every option']!);
  for (const made of functions(synthesis))
    expect(JSON.stringify(variablesOf(made)).length, made.name).toBeLessThanOrEqual(4096);
});

test('whoever is named at the deploy is subscribed before the baseline starts', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['a long stage with every region and every option']!);
  expect(ofType(synthesis, 'TopicSubscription').map(({ inputs }) => inputs)).toEqual([
    expect.objectContaining({ protocol: 'email', endpoint: 'security@example.com' }),
  ]);
  expect(named(synthesis, 'BaselineStart').dependsOn).toContain('AlertEmail');
  expect(ofType(await synthesize(dev), 'TopicSubscription')).toEqual([]);
});

describe('the baseline run', () => {
  test('starts with a new table, not with every deploy, and after everything that it needs', async () => {
    const synthesis = await synthesize(dev);
    const start = named(synthesis, 'BaselineStart');
    expect(start.inputs).toMatchObject({
      functionName: 'podguard-dev-drift',
      lifecycleScope: 'CREATE_ONLY',
      triggers: { table: expect.stringContaining(':table/podguard-dev-'), regions: 'eu-central-1 us-east-1' },
    });
    expect(Object.keys(start.inputs.triggers as object).toSorted()).toEqual(['regions', 'table']);
    expect(JSON.parse(String(start.inputs.input))).toEqual({
      start: expect.stringMatching(/^baseline-[0-9a-f]{8}$/),
    });
    expect(start.dependsOn).toEqual(
      expect.arrayContaining([
        'EvaluateSource',
        'TableSource',
        'SnsSource',
        'DriftPolicy',
        'DriftMachine',
        'HomeEksTarget',
        'ForwardedIamTarget',
        'UsEast1IamTarget',
      ]),
    );
  });

  test('is another one where more regions are watched', async () => {
    const more = await synthesize(DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!);
    const inputOf = (synthesis: Synthesis) => String(named(synthesis, 'BaselineStart').inputs.input);
    expect(inputOf(more)).not.toBe(inputOf(await synthesize(dev)));
    expect(inputOf(await synthesize(prod))).toBe(inputOf(await synthesize(dev)));
  });
});

test('schedules call the sweep every 15 minutes, what tells together each minute, the canary once a day and once an hour, and a run once a day', async () => {
  const synthesis = await synthesize(dev);
  const schedules = ofType(synthesis, 'Schedule').map(({ inputs }) => {
    const target = inputs.target as { readonly arn: string; readonly input: string };
    return [inputs.name, inputs.scheduleExpression, target.arn.split(':').at(-1), JSON.parse(target.input)];
  });
  expect(schedules.toSorted()).toEqual([
    ['podguard-dev-canary-check', 'rate(1 hour)', 'podguard-dev-canary', { canary: 'check' }],
    ['podguard-dev-canary-send', 'cron(0 3 * * ? *)', 'podguard-dev-canary', { canary: 'send' }],
    [
      'podguard-dev-drift',
      'rate(24 hours)',
      'podguard-dev-drift',
      { run: '<aws.scheduler.scheduled-time>', by: 'schedule' },
    ],
    ['podguard-dev-sweep', 'rate(15 minutes)', 'podguard-dev-sweep', {}],
    ['podguard-dev-tell-held', 'rate(1 minute)', 'podguard-dev-tell-held', {}],
  ]);
});
