import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll } from 'vitest';
import { installSst } from '../../scripts/install-sst.ts';
import type { Synthesis, SynthesizedResource } from '../../scripts/synth/resource.ts';
import { SHARED_SYNTHESES } from './shared-syntheses.ts';

export interface Deployment {
  readonly stage: string;
  readonly region: string;
  /** Below test/fixtures/synth, in place of podguard.config.ts. */
  readonly config?: string;
  readonly account?: string;
  /** A directory that gets the functions, built for real. */
  readonly artifacts?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
/** Once for a checkout: half a minute on a quiet machine, and on a busy one more than a test may take. */
const INSTALL_MS = 300_000;
// Programs, which have no tests to wait, install it with their first deployment.
if (process.env.VITEST !== undefined) beforeAll(() => installSst((line) => console.error(line)), INSTALL_MS);

const made = new Map<string, Promise<Synthesis>>();

/** Stages, home regions and configurations that what holds for all of them is tested with. */
export const DEPLOYMENTS: Readonly<Record<string, Deployment>> = {
  'dev in eu-central-1': { stage: 'dev', region: 'eu-central-1' },
  'prod in eu-central-1': { stage: 'prod', region: 'eu-central-1' },
  'dev in us-east-1': { stage: 'dev', region: 'us-east-1' },
  'dev in eu-central-1 with all events and more regions': {
    stage: 'dev',
    region: 'eu-central-1',
    config: 'everything.config.ts',
  },
  'a long stage with every region and every option': {
    stage: 'production-payments1',
    region: 'eu-central-1',
    config: 'every-region.config.ts',
    environment: {
      PODGUARD_ALERT_EMAIL: 'security@example.com',
      PODGUARD_TABLE_KEY: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      PODGUARD_PARAMETER_KEY:
        'arn:aws:kms:eu-central-1:111122223333:key/66666666-7777-8888-9999-000000000000',
    },
  },
};

/** What a deploy would make; each kind of deployment once for all tests of a run. */
export function synthesize(deployment: Deployment): Promise<Synthesis> {
  const id = JSON.stringify(deployment);
  const synthesis = made.get(id) ?? readOrStart(deployment, id);
  made.set(id, synthesis);
  return synthesis;
}

async function readOrStart(deployment: Deployment, id: string): Promise<Synthesis> {
  const shared = process.env[SHARED_SYNTHESES];
  // Whose functions are built leaves more than what it prints.
  if (shared === undefined || deployment.artifacts !== undefined) return JSON.parse(await start(deployment));
  const file = path.join(shared, `${createHash('sha256').update(id).digest('hex')}.json`);
  if (!existsSync(file)) {
    const whole = `${file}.${process.pid}`;
    await writeFile(whole, await start(deployment));
    await rename(whole, file);
  }
  return JSON.parse(await readFile(file, 'utf8'));
}

async function start({
  stage,
  region,
  config,
  account,
  artifacts,
  environment,
}: Deployment): Promise<string> {
  const flags = [
    ...['--json', '--stage', stage, '--region', region],
    ...(account === undefined ? [] : ['--account', account]),
    ...(artifacts === undefined ? [] : ['--artifacts', artifacts]),
    ...(config === undefined ? [] : ['--config', path.join(ROOT, 'test/fixtures/synth', config)]),
  ];
  const { stdout } = await run(process.execPath, [path.join(ROOT, 'scripts/synth.ts'), ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

/** Those of a type (the part after the last colon) that the deploy makes, not those that it looks up. */
export function ofType({ resources }: Synthesis, type: string): readonly SynthesizedResource[] {
  return resources.filter((resource) => resource.type.endsWith(`:${type}`) && !resource.read);
}

export function named(synthesis: Synthesis, name: string): SynthesizedResource {
  const found = synthesis.resources.find((resource) => resource.name === name && resource.custom);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

/** A text among the inputs. */
export function textOf({ name, inputs }: SynthesizedResource, field: string): string {
  const value = inputs[field];
  if (typeof value !== 'string') throw new Error(`${name} has no text ${field}`);
  return value;
}

export interface PolicyStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function statementsOf(resource: SynthesizedResource, field = 'policy'): readonly PolicyStatement[] {
  const document = JSON.parse(textOf(resource, field)) as { readonly Statement: readonly PolicyStatement[] };
  return document.Statement;
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The ARN of a queue, as the stand-in for AWS makes it. */
export function queueArn(queue: SynthesizedResource, { account }: Synthesis): string {
  return `arn:aws:sqs:${queue.region}:${account}:${textOf(queue, 'name')}`;
}

export function ruleArn(rule: SynthesizedResource, { account }: Synthesis): string {
  const { eventBusName } = rule.inputs;
  const bus = eventBusName === undefined ? '' : `${String(eventBusName)}/`;
  return `arn:aws:events:${rule.region}:${account}:rule/${bus}${textOf(rule, 'name')}`;
}
