import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LISTINGS, LOOKUP_ACTIONS, ORGANIZATION_ACTIONS, READERS } from '@podguard/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';

let directory: string;
let metafile: Awaited<ReturnType<typeof bundle>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-inventory-'));
  const entry = join(directory, 'entry.ts');
  await writeFile(entry, `export * from '${resolve('packages/inventory/src/index.ts')}';`);
  metafile = await bundle({ entry, out: join(directory, 'out') });
});
afterAll(() => rm(directory, { recursive: true }));

/** What of a file's own is in an output, by the path of the source. */
function inputsOf(output: string): readonly string[] {
  const inputs = metafile.outputs[output]?.inputs ?? {};
  return Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
}

function startingOutputs(): readonly string[] {
  const seen = new Set(Object.keys(metafile.outputs).filter((path) => path.endsWith('/bundle.mjs')));
  for (const path of seen)
    for (const { path: other, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && other in metafile.outputs) seen.add(other);
  return [...seen];
}

const CLIENT = /@aws-sdk\/client-[\w-]+/;

test('what is loaded at the start holds nothing of the clients', () => {
  const inputs = startingOutputs().flatMap(inputsOf);
  expect(inputs.some((path) => path.endsWith('inventory/src/readers/role.ts'))).toBe(true);
  expect(inputs.filter((path) => CLIENT.test(path))).toEqual([]);
});

test('of the clients those commands are there that an action names, and no other', () => {
  const all = Object.keys(metafile.outputs).flatMap(inputsOf);
  const commands = all.flatMap((path) => {
    const name = /@aws-sdk\/client-[\w-]+\/.*\/commands\/(\w+)Command\.js$/.exec(path)?.[1];
    return name === undefined ? [] : [name];
  });
  const actions = [
    ...[...READERS, ...LISTINGS].flatMap((one) => one.actions),
    ...ORGANIZATION_ACTIONS,
    ...LOOKUP_ACTIONS,
  ];
  expect(new Set(commands)).toEqual(new Set(actions.map((action) => action.split(':')[1])));
});

test('each client is a file of its own, loaded when it is needed', () => {
  const files = Object.keys(metafile.outputs).filter((path) =>
    inputsOf(path).some((one) => CLIENT.test(one)),
  );
  const clients = files.map((path) => [
    ...new Set(inputsOf(path).flatMap((one) => CLIENT.exec(one)?.[0] ?? [])),
  ]);
  expect(clients.every((one) => one.length === 1)).toBe(true);
  const loaders = Object.keys(metafile.inputs).filter((path) => path.includes('inventory/src/sdk/'));
  const named = loaders.flatMap((path) => CLIENT.exec(readFileSync(path, 'utf8'))?.[0] ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect([...new Set(clients.flat())].sort()).toEqual(named.sort());
  expect(files.every((path) => readFileSync(path).length > 0)).toBe(true);
});
