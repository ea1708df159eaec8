import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ADMINISTRATOR_RIGHTS, ESCALATION_PATHS, MANAGED_POLICIES } from '@podguard/policy';
import { expect, test } from 'vitest';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/permissions.md'), 'utf8');

/** The rows of the table under a heading, without its head. */
function rowsUnder(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| name '));
}

test('the page lists every escalation path, as the data has it', () => {
  expect(rowsUnder('Escalation paths')).toEqual(
    ESCALATION_PATHS.map(
      ({ name, summary, target, gains, depends, source }) =>
        `| ${name} | ${summary} | ${target} | ${gains} | ${depends} | ${source} |`,
    ),
  );
});

test('the page lists every policy known by name', () => {
  expect(rowsUnder('AWS managed policies known by name')).toEqual(
    MANAGED_POLICIES.map(({ name, kind, source }) => `| ${name} | ${kind} | ${source} |`),
  );
});

test('the page lists the rights of an administrator', () => {
  expect(rowsUnder('Rights of an administrator')).toEqual(
    ADMINISTRATOR_RIGHTS.map(([action, target]) => `| ${action} | ${target} |`),
  );
});
