import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SynthesizedResource } from '../../scripts/synth/resource.ts';
import { summaryOf } from '../../scripts/synth/summary.ts';

const synth = (...args: readonly string[]) => {
  const script = path.resolve(import.meta.dirname, '../../scripts/synth.ts');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
};

test('the synthesis has help, and names an option that is none', () => {
  const { status, stdout } = synth('--help');
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^usage: .*--json/s)]);
  const wrong = synth('--stages', 'prod');
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain("Unknown option '--stages'");
  expect(wrong.stderr).not.toMatch(/^\s+at /m);
});

test('a summary counts what a deploy would make, by type', () => {
  const one = (name: string, type: string, more: Partial<SynthesizedResource> = {}) =>
    ({ name, type, custom: true, read: false, ...more }) as SynthesizedResource;
  const resources = [
    one('A', 'aws:sqs/queue:Queue'),
    one('B', 'aws:sqs/queue:Queue'),
    one('C', 'sst:aws:Queue', { custom: false }),
    one('D', 'aws:kms/key:Key', { read: true }),
  ];
  const place = {
    stage: 'prod',
    home: 'eu-central-1',
    account: '111122223333',
    outputs: { table: 'podguard-prod-x' },
  };
  const text = summaryOf({ ...place, resources });
  expect(text).toMatch(/^2 resources of stage prod in account 111122223333, home region eu-central-1\n/);
  expect(text).toContain('     2  aws:sqs/queue:Queue\n');
  expect(text).toContain('  table: podguard-prod-x\n');
  expect(text).not.toContain('kms');
});
