import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MODULE = new URL('../../packages/cli/src/import-config.ts', import.meta.url).href;
/** Node itself loads the files: what it makes of them is no matter of the test's own loader. */
const SCRIPT = `
  import { importConfig } from ${JSON.stringify(MODULE)};
  const read = (file) => importConfig(file).then((given) => ({ given }), ({ code, message }) => ({ code, message }));
  console.log(JSON.stringify(await Promise.all(process.argv.slice(1).map(read))));`;

const EMPTY = [
  ['const.ts', "const config = { rules: { 'irsa-subject-unrestricted': 'off' } };\n"],
  ['empty.ts', ''],
  ['comment.ts', '// export default {};\n'],
  ['empty.cjs', ''],
  ['empty.mjs', ''],
  ['named.ts', 'export const x = 1;\n'],
  ['nothing.ts', 'export {};\n'],
] as const;
const TAKEN = [
  ['plain.ts', 'export default {};\n', {}],
  ['old.ts', "module.exports = { account: '1' };\n", { account: '1' }],
  ['by-name.ts', "exports.account = '1';\n", { account: '1' }],
] as const;
const FAULTY = [
  ['syntax.ts', "export default {\n  issuers: [],\n  rules: { a: b: 'off' },\n};\n", ':3:16', "Expected ','"],
  ['end.ts', 'export default {\n  issuers: [],\n', ':2', 'Unexpected token'],
  ['enum.ts', '\nenum Level { low }\nexport default {};\n', ':2:1', 'TypeScript enum is not supported'],
  ['twice.ts', 'const a = 1;\nconst a = 2;\n', ':2:7', "Identifier 'a' has already been declared"],
  ['thrown.ts', 'const rules = {};\nexport default { rules: rule };\n', ':2:25', 'rule is not defined'],
  ['thrown.cjs', '\nmodule.exports = { rules: rule };\n', ':2:27', 'rule is not defined'],
  ['port.ts', "throw new Error('port:80');\nexport default {};\n", ':1:7', 'port:80'],
  ['no-error.ts', "throw 'no luck';\nexport default {};\n", '', 'no luck'],
  ['no-object.mjs', '\nexport default {\n', ':3', 'Unexpected end of input'],
  ['no-list.mjs', 'const a = 1;\nconst [b = [1, 2;\nexport default {};\n', ':2:17', "Unexpected token ';'"],
] as const;
/** In a package of ES modules, where Node tells of the same otherwise: what is imported and its fault, its place, the reason. */
const IMPORTED = [
  ['rule.ts', 'export const a = 1;\nconst [b = [1, 2;\n', ':2:17', "Expected ',', got ';'"],
  ['once.ts', 'export const a = 1;\nconst a = 2;\n', ':2:7', "Identifier 'a' has already been declared"],
  ['rule.js', 'export const a = 1;\nconst [b = [1, 2;\n', ':2:17', "Unexpected token ';'"],
  ['rule.mjs', 'export const a = 1;\nconst [b = [1, 2;\n', ':2:17', "Unexpected token ';'"],
  ['rule.cjs', 'exports.a = 1;\nconst [b = [1, 2;\n', ':2:17', "Unexpected token ';'"],
  ['rule.json', '{\n  "a": 1,\n  b\n}\n', ':3:3', 'Expected double-quoted property name in JSON'],
  ['list.json', '[1,]', ':1:4', "Unexpected token ']'"],
  ['undefined.ts', 'const b = 1;\nexport const a = c;\n', ':2:18', 'c is not defined'],
] as const;
/** In a package of CommonJS, which `npm init -y` makes. */
const MODULES = [
  ['imports.ts', "import { defineConfig } from 'podguard';\nexport default defineConfig({});\n"],
  ['exports.ts', '\nexport default {};\n'],
  ['imports.cts', "import { defineConfig } from 'podguard';\nexport default defineConfig({});\n"],
] as const;
const NO_FILES = ['nosuch.ts', '.', 'const.ts/x'];

let directory: string;
const answers = new Map<string, unknown>();
const at = (name: string) => path.join(directory, name);

beforeAll(() => {
  directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'podguard config-')));
  for (const [name, text] of [...EMPTY, ...TAKEN, ...FAULTY]) writeFileSync(at(name), text);
  symlinkSync('empty.ts', at('link.ts'));
  writeFileSync(at('broken.ts'), 'export const a = 1;\nexport const b = = 2;\n');
  writeFileSync(at('imports.ts'), "import { a } from './broken.ts';\nexport default { account: a };\n");
  mkdirSync(at('package'));
  writeFileSync(at('package/package.json'), '{ "type": "module" }');
  for (const [name, text] of IMPORTED) {
    writeFileSync(at(`package/${name}`), text);
    const [what, how] = name.endsWith('.json') ? ['a', " with { type: 'json' }"] : ['{ a }', ''];
    writeFileSync(
      at(`package/between-${name}.ts`),
      `import ${what} from './${name}'${how};\nexport { a };\n`,
    );
    writeFileSync(
      at(`package/config-${name}.ts`),
      `import { a } from './between-${name}.ts';\nexport default { account: a };\n`,
    );
  }
  for (const [name, text] of FAULTY) writeFileSync(at(`package/${name}`), text);
  mkdirSync(at('commonjs'));
  writeFileSync(at('commonjs/package.json'), '{ "type": "commonjs" }');
  for (const [name, text] of MODULES) writeFileSync(at(`commonjs/${name}`), text);
  writeFileSync(at('commonjs/exports.mts'), 'export default {};\n');
  const names = [...EMPTY, ...TAKEN, ...FAULTY].map(([name]) => name as string);
  names.push('link.ts', 'imports.ts', ...NO_FILES);
  names.push(
    ...IMPORTED.map(([name]) => `package/config-${name}.ts`),
    ...FAULTY.map(([name]) => `package/${name}`),
    ...MODULES.map(([name]) => `commonjs/${name}`),
    'commonjs/exports.mts',
  );
  const args = ['--input-type=module', '-e', SCRIPT, '--', ...names.map(at)];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  for (const [index, answer] of (JSON.parse(stdout) as unknown[]).entries())
    answers.set(names[index] ?? '', answer);
});
afterAll(() => rmSync(directory, { recursive: true }));

const refusal = (message: string) => ({ code: 'config-invalid', message: expect.stringContaining(message) });

it.for([...EMPTY, ['link.ts']])('%s exports nothing, and is refused', ([name]) => {
  expect(answers.get(name)).toEqual(
    refusal(`${at(name)}: has no default export; write \`export default { ... }\``),
  );
});

it.for(TAKEN)('%s is taken', ([name, , given]) => {
  expect(answers.get(name)).toEqual({ given });
});

describe('what cannot be loaded is refused with its place', () => {
  it.for(FAULTY)('%s', ([name, , place, says]) => {
    expect(answers.get(name)).toEqual(refusal(`${at(name)}${place}: cannot be loaded: ${says}`));
  });

  it.for(FAULTY)('%s in a package of ES modules', ([name, , place, says]) => {
    const found = `${at(`package/${name}`)}${place}: cannot be loaded: ${says}`;
    expect(answers.get(`package/${name}`)).toEqual(refusal(found));
  });

  it.for(IMPORTED)('in what it imports through others: %s', ([name, , place, says]) => {
    const broken = at(`package/${name}`);
    const again = name.endsWith('.json') ? `${broken}: ` : '';
    const found = `${broken}${place}: cannot be loaded: ${again}${says}`;
    expect(answers.get(`package/config-${name}.ts`)).toEqual(refusal(found));
  });

  it('in what it imports', () => {
    expect(answers.get('imports.ts')).toEqual(refusal(`${at('broken.ts')}:2:18: cannot be loaded: `));
  });
});

it.for(MODULES)('%s, which Node takes for CommonJS, is refused with the way out', ([name]) => {
  const way = `; the nearest package.json has to say "type": "module", or the file's name to end in .mts`;
  expect(answers.get(`commonjs/${name}`)).toEqual(refusal(way));
});

it('the way out is one', () => {
  expect(answers.get('commonjs/exports.mts')).toEqual({ given: {} });
});

it.for(NO_FILES)('%s is no file, and nothing more is told', (name) => {
  expect(answers.get(name)).toEqual(
    refusal(`${at(name)}: there is no such file; check the path that --config gives`),
  );
});
