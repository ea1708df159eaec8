import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';

/** Below the checkout, so that packages are found. */
const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache');
const KEY = Buffer.alloc(32).toString('base64');
let work: string;
const at = (file: string) => path.join(work, file);

beforeEach(() => {
  mkdirSync(CACHE, { recursive: true });
  work = mkdtempSync(path.join(CACHE, 'bundle-'));
  writeFileSync(at('podguard.config.ts'), "export default { origin: 'the checkout' };");
  writeFileSync(at('other.config.ts'), "export default { origin: 'elsewhere' };");
  writeFileSync(at('later.ts'), "export const later = 'read when it is needed';");
  writeFileSync(
    at('handler.ts'),
    `import config from './podguard.config.ts';
     const aNameThatIsLong = config.origin;
     export const handler = async () => {
       const { later } = await import('./later.ts');
       return { origin: aNameThatIsLong, later, common: typeof require('node:path').join, file: typeof __dirname };
     };`,
  );
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** What the bundle's handler answers in a process of its own. */
function answer(): unknown {
  const url = JSON.stringify(at('out/bundle.mjs'));
  const script = `const { handler } = await import(${url}); console.log(JSON.stringify(await handler()));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('a bundle', () => {
  test('runs as it stands, with what packages written for CommonJS expect', async () => {
    await bundle({ entry: at('handler.ts'), out: at('out') });
    expect(answer()).toEqual({
      origin: 'the checkout',
      later: 'read when it is needed',
      common: 'function',
      file: 'string',
    });
  });

  test('is small: no long names, no map, and what is imported later is a file of its own', async () => {
    await bundle({ entry: at('handler.ts'), out: at('out') });
    const files = readdirSync(at('out'));
    expect(files.filter((file) => !file.endsWith('.mjs'))).toEqual([]);
    expect(files.length).toBeGreaterThan(1);
    const text = readFileSync(at('out/bundle.mjs'), 'utf8');
    expect(text).not.toContain('aNameThatIsLong');
    expect(text).not.toContain('sourceMappingURL');
    expect(text).not.toContain('read when it is needed');
  });

  test('takes another configuration where one is given', async () => {
    await bundle({ entry: at('handler.ts'), out: at('out'), config: at('other.config.ts') });
    expect(answer()).toMatchObject({ origin: 'elsewhere' });
  });

  test('carries what it is linked to in a file that is encrypted, where there is a key', async () => {
    await bundle({
      entry: at('handler.ts'),
      out: at('out'),
      key: KEY,
      links: { Thing: { value: 'secret' } },
    });
    expect(readFileSync(at('out/resource.enc')).includes('secret')).toBe(false);
    await bundle({ entry: at('handler.ts'), out: at('out') });
    expect(existsSync(at('out/resource.enc'))).toBe(false);
  });
});
