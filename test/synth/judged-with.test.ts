import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ConfigInput, defineRule, notApplicable, parseConfig, pass } from '@podguard/core';
import { judgedWith } from '@podguard/deployment/judged-with';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const PACKAGES = ['cloudtrail', 'core', 'policy', 'rules'];
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'podguard-judged-with-'));
  for (const name of PACKAGES) {
    mkdirSync(path.join(root, 'packages', name, 'src/inner'), { recursive: true });
    write(name, 'package.json', '{"dependencies":{}}');
    write(name, 'src/index.ts', 'export const answer = 42;');
    write(name, 'src/inner/other.ts', '');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, file: string, text: string): void {
  writeFileSync(path.join(root, 'packages', name, file), text);
}

function parts(config: ConfigInput = {}): readonly [string, string] {
  const [catalogue, configuration, ...more] = judgedWith(root, parseConfig(config, 'test')).split('.');
  expect(more).toEqual([]);
  return [catalogue!, configuration!];
}

const everyKey = defineRule({
  id: 'acme-every-key',
  title: 'There is an access key',
  method: 'static-key',
  resource: 'access-key',
  severity: 'low',
  broken: false,
  family: null,
  description: 'Reports every access key.',
  rationale: 'We have none.',
  references: [],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: undefined,
  evaluate: () => pass,
  mend: { cli: 'aws iam delete-access-key', terraform: '-', cloudformation: '-' },
});

describe('what verdicts are made with', () => {
  test('is the same for the same sources and configuration, in a form that functions take', () => {
    const before = parts();
    expect(parts()).toEqual(before);
    expect(before).toEqual([
      expect.stringMatching(/^[0-9a-f]{12}$/),
      expect.stringMatching(/^[0-9a-f]{12}$/),
    ]);
  });

  test.for(PACKAGES)('is another catalogue after a change of a source of %s, however deep', (name) => {
    const [catalogue, configuration] = parts();
    write(name, 'src/inner/other.ts', 'export {};');
    const after = parts();
    expect(after[0]).not.toBe(catalogue);
    expect(after[1]).toBe(configuration);
  });

  test('is another catalogue where a text moved from one file to another', () => {
    const [catalogue] = parts();
    write('rules', 'src/index.ts', '');
    write('rules', 'src/inner/other.ts', 'export const answer = 42;');
    expect(parts()[0]).not.toBe(catalogue);
  });

  test('is another catalogue after an update of what a package depends on', () => {
    const [catalogue] = parts();
    write('policy', 'package.json', '{"dependencies":{"ipaddr.js":"3.0.0"}}');
    expect(parts()[0]).not.toBe(catalogue);
  });

  test('is another configuration after a change of a limit, of the catalogue nothing', () => {
    const [catalogue, configuration] = parts();
    const after = parts({ limits: { sessionSeconds: 3600 } });
    expect(after[0]).toBe(catalogue);
    expect(after[1]).not.toBe(configuration);
  });

  test('is another configuration where the organization is followed, and again where it no longer is', () => {
    const [catalogue, configuration] = parts();
    const followed = parts({ organization: true });
    expect(followed[0]).toBe(catalogue);
    expect(followed[1]).not.toBe(configuration);
    expect(parts({ organization: false })[1]).toBe(configuration);
  });

  test('has nothing to do with regions to watch, the place of the state, and what is repaired', () => {
    expect(parts({ regions: ['eu-west-1'], store: 'dynamodb:table' })).toEqual(parts());
    expect(parts({ remediation: { rules: { 'imds-v1-allowed': 'auto' }, rounds: 5 } })).toEqual(parts());
  });

  test('is another catalogue with a rule of your own, and with another text of it', () => {
    const [catalogue] = parts();
    const own = parts({ customRules: [everyKey] });
    const otherwise = parts({ customRules: [{ ...everyKey, evaluate: () => notApplicable('no key is') }] });
    expect(new Set([catalogue, own[0], otherwise[0]]).size).toBe(3);
    expect(otherwise[1]).toBe(own[1]);
  });

  test('is not told where the sources are missing', () => {
    rmSync(path.join(root, 'packages/rules'), { recursive: true });
    expect(() => parts()).toThrow(/packages\/rules has no sources/);
  });
});
