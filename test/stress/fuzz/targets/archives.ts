import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readArchive } from '@podguard/archive';
import { json } from '../mutate.ts';
import { mutateBytes } from '../mutate-text.ts';
import { recordSeeds } from '../seeds.ts';
import { defineTarget } from '../target.ts';

/** Archives as they come from a bucket, with whatever happened to them on the way. */
export const archives = defineTarget<Uint8Array>('archives', 50_000, async () => {
  const seeds = await recordSeeds();
  return {
    make(random) {
      const texts = Array.from({ length: 1 + random.below(4) }, () => json(random.pick(seeds)));
      const members = texts.map((text) =>
        gzipSync(random.percent(50) ? `{"Records":[${text}]}` : `${text}\n`, { level: 1 }),
      );
      const bytes = Buffer.concat(random.percent(50) ? members : members.slice(0, 1));
      return mutateBytes(bytes, random);
    },
    async feed(bytes) {
      const found: unknown[] = [];
      let isNamed = false;
      let records = 0;
      for await (const one of readArchive(['-'], { stdin: Readable.from([Buffer.from(bytes)]) })) {
        if (one.kind === 'problem') found.push(one.problem);
        else found.push([one.records, one.unreadable]);
        isNamed ||= one.kind === 'problem' || one.unreadable.length > 0;
        records += one.kind === 'records' ? one.records : 0;
      }
      return {
        outcome: found,
        accusation: isNamed || records > 0 ? undefined : 'nothing was read, and nothing named',
      };
    },
  };
});
