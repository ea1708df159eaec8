import { globSync, readFileSync } from 'node:fs';
import { LISTINGS, READERS } from '@podguard/inventory';
import { expect, test } from 'vitest';

const READING =
  /^(?:autoscaling|cloudtrail|ec2|eks|events|iam|secretsmanager|servicequotas|ssm):(?:Get|List|Describe)[A-Za-z]+$/;

/** The rows of the page's tables that begin with a name: the name, and the actions in the cell at `column`. */
function rows(section: string, column: number): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync('docs/inventory.md', 'utf8');
  const text = page.split(/^## /m).find((one) => one.startsWith(section)) ?? '';
  const found = new Map<string, readonly string[]>();
  for (const line of text.split('\n').filter((one) => one.startsWith('| `'))) {
    const cells = line.split('|').map((cell) => cell.trim());
    found.set(cells[1]?.replaceAll('`', '') ?? '', (cells[column] ?? '').replaceAll('`', '').split(', '));
  }
  return found;
}

test('docs/inventory.md names every reader and exactly its actions', () => {
  expect(rows('Readers', 3)).toEqual(new Map(READERS.map(({ name, actions }) => [name, actions])));
});

test('docs/inventory.md names every listing and exactly its actions', () => {
  expect(rows('Listings', 3)).toEqual(new Map(LISTINGS.map(({ name, actions }) => [name, actions])));
});

test('actions are sorted, each once, and only read', () => {
  for (const { name, actions } of [...READERS, ...LISTINGS]) {
    expect([name, ...actions]).toEqual([name, ...new Set(actions.toSorted())]);
    // Of what reads, one action has another name.
    for (const action of actions)
      if (action !== 'iam:GenerateCredentialReport') expect(action).toMatch(READING);
  }
});

test('no action gives a secret or a parameter that has a value', () => {
  const actions = [...READERS, ...LISTINGS].flatMap((one) => one.actions);
  const ofSecrets = actions.filter((action) => /^(?:secretsmanager|ssm|kms):/.test(action));
  // What gives values: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
  expect(new Set(ofSecrets)).toEqual(
    new Set([
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:ListSecrets',
      'ssm:DescribeParameters',
    ]),
  );
  const code = globSync('packages/inventory/src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  expect(code.length).toBeGreaterThan(40);
  expect(code.filter((text) => /GetSecretValue|GetParameter|WithDecryption/.test(text))).toEqual([]);
});
