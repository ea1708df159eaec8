import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deliver } from './samples/delivery.ts';
import { noise } from './samples/noise.ts';
import { createRandom } from './samples/random.ts';
import { irsaStory } from './samples/story/irsa.ts';
import { keysStory } from './samples/story/keys.ts';
import { nodesStory } from './samples/story/nodes.ts';
import { podIdentityStory } from './samples/story/pod-identity.ts';

const FOLDER = join(import.meta.dirname, '../samples/day');
const NOISE = 219;

const random = createRandom(20_260_312);
const story = [...podIdentityStory, ...irsaStory, ...nodesStory, ...keysStory];
const files = deliver([...story, ...noise(random, NOISE)], random);

if (process.argv.includes('--check')) {
  const stale = staleFiles();
  if (stale.length > 0) {
    console.error(`samples/day differs from what scripts/make-samples.ts makes: ${stale.join(', ')}`);
    process.exitCode = 1;
  }
} else {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), content);
  }
}

/** Compressed files are compared by what they hold: zlib's versions compress differently. */
function staleFiles(): readonly string[] {
  const entries = existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, withFileTypes: true }) : [];
  const onDisk = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const made = [...files].map(([name, content]) => [join(FOLDER, name), content] as const);
  const surplus = onDisk.filter((path) => !made.some(([name]) => name === path));
  const different = made.filter(
    ([path, content]) =>
      !onDisk.includes(path) || !plain(path, readFileSync(path)).equals(plain(path, content)),
  );
  return [...surplus, ...different.map(([path]) => path)];
}

function plain(path: string, content: Buffer): Buffer {
  return path.endsWith('.gz') ? gunzipSync(content) : content;
}
