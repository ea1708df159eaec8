import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

it('the table of rules has a line for each, in columns that begin at the same place', async () => {
  const { status, stdout } = await runCli(['rules', '--format', 'table', '--no-color']);
  expect(status).toBe(0);
  const [head = '', ...lines] = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(catalogue.rules.length);
  const at = (name: string) => head.indexOf(name);
  for (const [index, { id, severity, title }] of catalogue.rules.entries()) {
    const line = lines[index] ?? '';
    expect(line.slice(0, at('severity')).trimEnd()).toBe(id);
    expect(line.slice(at('severity'), at('resource')).trimEnd()).toBe(severity);
    expect(line.slice(at('what it reports'))).toBe(title);
  }
});
