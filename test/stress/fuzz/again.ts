import { inspect } from 'node:util';
import { feedOnce } from './feed-once.ts';
import { randomOf } from './random.ts';
import { targetNamed } from './targets/targets.ts';

// Makes an input of `npm run stress -- fuzz` again and feeds it: `node test/stress/fuzz/again.ts TARGET SEED INDEX`.
const [name = '', seed = '', index = ''] = process.argv.slice(2);
const run = await targetNamed(name).open();
const input = run.make(randomOf(Number(seed), name, Number(index)), Number(index));
console.log(
  input instanceof Uint8Array
    ? Buffer.from(input).toString('utf8')
    : inspect(input, { depth: 12, maxStringLength: 20_000 }),
);
console.log(
  (await feedOnce(run, name, Number(seed), Number(index))) ?? 'nothing is wrong with what came of it',
);
console.log(
  inspect(await Promise.resolve(run.feed(input as never)).catch((error: unknown) => error), {
    depth: 8,
    maxStringLength: 4000,
  }),
);
