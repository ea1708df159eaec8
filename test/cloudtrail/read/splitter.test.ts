import { createSplitter } from '@podguard/cloudtrail';
import { expect, test } from 'vitest';
import { chunksOf, split, splitChunks } from './splitting.ts';

const A = '{"eventVersion":"1.08","eventName":"A","n":[{"x":"}]{["}]}';
const B = '{"eventVersion":"1.08","eventName":"B\\"","Records":null}';

test.for<[name: string, input: string, lines: readonly number[]]>([
  ['one record', A, [1]],
  ['records in a row', `${A}${B}`, [1, 1]],
  ['records line by line', `${A}\n${B}\n`, [1, 2]],
  ['records line by line, by Windows', `${A}\r\n\r\n${B}\r\n`, [1, 3]],
  ['lines that end with commas', `${A},\n${B},\n`, [1, 2]],
  ['a list', `[${A},\n${B}]`, [1, 2]],
  ['lists of lists', `[[${A}],[[${B}]]]`, [1, 1]],
  ['a CloudTrail file', `{"Records":[${A},${B}]}`, [1, 1]],
  ['a CloudTrail file, indented', `{\n "Records" : [\n${A}\n,\n${B} ]\n}\n`, [3, 5]],
  ['Records after other keys', `{"a":{"Records":[1]},"b":[{}],"Records":[${A},${B}],"c":{"d":[1]}}`, [1, 1]],
  ['Records written with escapes', `{"\\u0052ecords":[${A},${B}]}`, [1, 1]],
  ['CloudTrail files line by line', `{"Records":[${A}]}\n{"Records":[${B}]}`, [1, 2]],
  ['CloudTrail files in a list', `[{"Records":[${A}]},{"x":1,"Events":[${B}]}]`, [1, 1]],
  ['an answer of LookupEvents', `{"NextToken":"[","Events":[${A},${B}],"ResponseMetadata":{"a":[]}}`, [1, 1]],
  ['two lists in one object', `{"Records":[${A}],"Events":[${B}]}`, [1, 1]],
  ['a byte order mark', `\ufeff${A}\n${B}`, [1, 2]],
])('finds the values of %s', ([, input, lines]) => {
  const found = split(input);
  expect(found.values).toEqual([
    { text: A, line: lines[0] },
    ...lines.slice(1).map((line) => ({ text: B, line })),
  ]);
  expect(found.lost).toEqual([]);
});

test.for<[name: string, input: string]>([
  [
    'Records inside a record',
    '{"eventName":"A","requestParameters":{"Records":[{"eventName":"B"}],"Events":[[]]}}',
  ],
  ['Records that is no list', '{"Records":null}'],
  ['Records that is an object', '{"Records":{"a":[{}]}}'],
  ['a key that only ends like Records', '{"myRecords":[{"eventName":"B"}],"x\\"Records":[{"a":1}]}'],
  [
    'an EventBridge envelope',
    '{"detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"A","Events":[{}]}}',
  ],
])('keeps %s as one value', ([, input]) => {
  expect(split(input)).toMatchObject({ values: [{ text: input, line: 1 }], lost: [] });
  expect(split(`{"Records":[${input}]}`)).toMatchObject({ values: [{ text: input, line: 1 }], lost: [] });
});

test('hands out texts and other values where records should be', () => {
  expect(split('["{\\"a\\":1}",null, 12,\ntrue]\n"x"').values).toEqual([
    { text: '"{\\"a\\":1}"', line: 1 },
    { text: 'null', line: 1 },
    { text: '12', line: 1 },
    { text: 'true', line: 2 },
    { text: '"x"', line: 3 },
  ]);
});

test.for<[name: string, input: string, kept: readonly string[], lost: readonly [number, string][]]>([
  ['a line cut off in a string', `${A}\n{"a":"b\n${B}`, [A, B], [[2, 'broken']]],
  ['a line cut off after a value', `{"a":{"b":1}\n${A}\n${B}`, [A, B], [[1, 'broken']]],
  [
    'a line cut off after a colon takes the next line with it',
    `${A}\n{"a":\n{}\n${B}`,
    [A, B],
    [[2, 'broken']],
  ],
  ['brackets that do not match', `{"a":[1}}\n  {"x":1}\n${A}`, [A], [[1, 'broken']]],
  [
    'a broken record in a file',
    `{"Records":[{"eventVersion":{"a":[}},\n${A},${B}]}`,
    [A, B],
    [[1, 'broken']],
  ],
  [
    'a broken record before another file',
    `{"Records":[\n{"eventVersion":"\n{"Records":[${A}]}`,
    [A],
    [[2, 'broken']],
  ],
  ['a list that ends with }', `{"Records":[${A}}\n{"Records":[${B}]}`, [A, B], [[1, 'broken']]],
  [
    'text before, between and after',
    `# log\nfor you\n${A}\nend of A\n${B} -- \n`,
    [A, B],
    [
      [1, 'not-json'],
      [4, 'not-json'],
      [5, 'not-json'],
    ],
  ],
  ['an end inside a record', `${A}\n{"a":"b`, [A], [[2, 'cut-off']]],
  ['an end inside a list', `{"Records":[${A},\n`, [A], [[2, 'cut-off']]],
  ['an end after a list', `{"Records":[${A}],\n"x"`, [A], [[1, 'cut-off']]],
  ['a text that is not closed', `"abc\n"def"\n${A}`, ['"def"', A], [[1, 'broken']]],
  ['lists nested too deeply', '['.repeat(40), [], [[1, 'broken']]],
  ['objects nested too deeply', `${'{"a":'.repeat(300)}1${'}'.repeat(300)}\n${A}`, [A], [[1, 'broken']]],
])('names what is lost by %s', ([, input, kept, lost]) => {
  const found = split(input);
  expect(found.values.map((value) => value.text)).toEqual(kept);
  expect(found.lost.map((loss) => [loss.line, loss.code])).toEqual(lost);
});

test('skips what is too large to its end, and holds no more than that', () => {
  const large = `{"eventVersion":"1","x":"${'a{['.repeat(100_000)}","y":[{}]}`;
  const found = splitChunks(chunksOf(`${A}\n{"Records":[${large},\n${B}]}\n${large}${A}`, [100]), {
    maxBytes: 2 ** 18,
  });
  expect(found.values.map((value) => value.text)).toEqual([A, B, A]);
  expect(found.lost).toEqual([
    { line: 2, code: 'too-large', reason: 'a record larger than 0.25 MiB' },
    { line: 4, code: 'too-large', reason: 'a record larger than 0.25 MiB' },
  ]);
  expect(found.peakBuffered).toBeLessThan(2 ** 18 + 500);
});

test.for<
  [name: string, megabytes: number, before: string, fill: string, after: string, lost: readonly string[]]
>([
  ['one record', 200, '{"a":"', 'x'.repeat(1000), '"}\n', ['too-large']],
  ['one text', 40, '"', '\\"'.repeat(500), '"\n', ['too-large']],
  ['words', 40, '', 'words '.repeat(200), '\n', ['not-json']],
  ['brackets', 40, '{"a":', '['.repeat(1000), '\n', ['broken']],
  ['digits in a list', 40, '[', '1'.repeat(1000), ']\n', ['broken']],
  ['spaces', 40, '', ' '.repeat(1000), '\n', []],
  ['records', 200, '{"Records":[', `${A},`.repeat(20), ']}\n', []],
])('holds little of a long line of %s (%i MB)', ([, megabytes, before, fill, after, lost]) => {
  function* chunks() {
    yield Buffer.from(before);
    const chunk = Buffer.from(fill.repeat(1000));
    for (let bytes = 0; bytes < megabytes * 1e6; bytes += chunk.length) yield chunk;
    yield Buffer.from(`${after}${before === '[' ? '' : A}`);
  }
  let last = 0;
  const named: string[] = [];
  const splitter = createSplitter({
    value: (_bytes, _start, _end, line) => {
      last = line;
    },
    lost: (loss) => named.push(loss.code),
  });
  for (const chunk of chunks()) splitter.push(chunk);
  splitter.end();
  expect(named).toEqual(lost);
  expect(last).toBe(before === '[' ? 0 : 2);
  expect(splitter.peakBuffered).toBeLessThan(10e6);
});
