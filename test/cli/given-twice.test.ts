import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

it.for([
  ['scan', '-', '--format', 'json', '--format', 'csv'],
  ['scan', '-', '--days', '3', '--days=4'],
  ['report', '--store', 'a', '--store', 'b'],
  ['drift', '--severity', 'low', '--severity', 'low'],
  ['exempt', 'list', '--store', 'a', '--store', 'b'],
])('%j: one value would be taken, and nothing said of the other', async (args) => {
  const { status, stdout, stderr } = await runCli(args);
  expect(stderr).toMatch(/^error: option '--.*' takes one value and is given twice: give it once$/m);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

it('of accounts it says how others are named', async () => {
  const { status, stderr } = await runCli(
    ['scan', '-', '--account', '111122220001', '--account', '555566667777'],
    { stdin: '{"Records":[]}' },
  );
  expect(stderr).toContain('One account is your own: name the others with --known-account.');
  expect(status).toBe(2);
});

it('what can be repeated is, and what takes no value may be', async () => {
  const accounts = ['--known-account', '111122220001', '--known-account', '555566667777'];
  const rules = ['--rule', 'static-key-created', '--rule', 'imds-v1-allowed'];
  const flags = ['--quiet', '--quiet', '--no-color', '--no-color'];
  const { status, stderr } = await runCli(['scan', '-', ...accounts, ...rules, ...flags], {
    stdin: '{"Records":[]}',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
