import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, split, splitChunks } from '../cloudtrail/read/splitting.ts';

const RUNS = { numRuns: 400 };
/** What decides where values begin and end comes often. */
const unit = fc.constantFrom(...'{}[]",:\\\n u0eé𐀀');
const text = fc.string({ unit, maxLength: 90 });
const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const record = fc.dictionary(text, fc.oneof(text, json), { minKeys: 1, maxKeys: 6 }).filter((value) => {
  const lists = ['Records', 'Events'].map((key) => value[key]);
  return !lists.some(Array.isArray);
});
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });
const wrap = fc.constantFrom<(values: readonly string[]) => string>(
  (values) => values.join(''),
  (values) => values.join('\n'),
  (values) => `[${values.join(' ,\n')}]`,
  (values) => `{"Records":[${values.join()}]}`,
  (values) => `{"a":{"Records":[1]},"Events" :\n[${values.join()}],"b":[{}]}`,
  (values) => values.map((value) => `{"Record\\u0073":[${value}]}`).join('\n'),
);

test('every value is found again, however it is written, wrapped and cut', () => {
  const written = fc.tuple(
    fc.array(record, { minLength: 1, maxLength: 6 }),
    fc.constantFrom(0, 1, 3),
    wrap,
    sizes,
  );
  fc.assert(
    fc.property(written, ([values, indent, wrapped, cuts]) => {
      const texts = values.map((value) => JSON.stringify(value, null, indent));
      const found = splitChunks(chunksOf(wrapped(texts), cuts));
      expect(found.lost).toEqual([]);
      expect(found.values.map((value) => value.text)).toEqual(texts);
    }),
    RUNS,
  );
});

test('long inputs are read as short ones', () => {
  const written = fc.tuple(
    fc.array(record, { minLength: 3, maxLength: 6 }),
    wrap,
    fc.integer({ min: 500, max: 70_000 }),
  );
  fc.assert(
    fc.property(written, ([values, wrapped, size]) => {
      const texts = Array.from({ length: 100 }, () => values.map((value) => JSON.stringify(value))).flat();
      const found = splitChunks(chunksOf(wrapped(texts), [size]));
      expect(found.lost).toEqual([]);
      expect(found.values.map((value) => value.text)).toEqual(texts);
    }),
    { numRuns: 60 },
  );
});

test('the cuts between chunks do not matter, even in broken input', () => {
  const piece = fc.oneof(
    text,
    record.map((value) => JSON.stringify(value)),
    fc.constantFrom('{"Records":[', ']}', '{"a":', '\n{"a":1}\n'),
  );
  const padding = fc.constantFrom('', `"${'x'.repeat(700)}",`, ' '.repeat(700));
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, padding), { maxLength: 8 }), sizes, (pieces, cuts) => {
      const input = pieces.flat().join('');
      const options = { maxBytes: 1024 };
      const { peakBuffered: _, ...whole } = split(input, options);
      expect(splitChunks(chunksOf(input, cuts), options)).toMatchObject(whole);
    }),
    { numRuns: 2000 },
  );
});

test('after a broken line the next lines are found', () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 2, maxLength: 5 }),
      fc.nat(),
      fc.nat(),
      (values, which, where) => {
        const lines = values.map((value) => JSON.stringify(value));
        const broken = which % lines.length;
        const cut = lines.map((line, i) =>
          i === broken ? line.slice(0, 1 + (where % (line.length - 1))) : line,
        );
        const found = split(`${cut.join('\n')}\n`).values.map((value) => value.text);
        // A line cut off after a colon, a comma or a bracket can take the next one with it, never more.
        const sure = lines.filter((_, i) => i !== broken && i !== broken + 1);
        expect(found).toEqual(expect.arrayContaining(sure));
        if (!/[:,[]$/.test(cut[broken]!))
          expect(found).toEqual(expect.arrayContaining(lines.filter((_, i) => i !== broken)));
      },
    ),
    RUNS,
  );
});

test('no bytes make it throw, or hold more than it may', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          text.map((value) => Buffer.from(value)),
        ),
      ),
      (chunks) => {
        expect(splitChunks(chunks).peakBuffered).toBeLessThan(100_000);
      },
    ),
    RUNS,
  );
});
