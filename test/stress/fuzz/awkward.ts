import type { Random } from './random.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';

/** What programs stumble over, as strings. */
export const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\n',
    '\u0000',
    '\u0007\u001b[2J\u001b]0;owned\u0007',
    '\u202eexe',
    '\u200b',
    '\ufeff',
    '\uffff',
    '\r\n- ',
  ],
  ...['\ud800', '\udfff\ud800', '💥', 'ﬀ', 'İ', 'ß', 'a\u0301', '\u2028', '\u009b31m'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'length'],
  ...['undefined', 'null', 'true', 'NaN', '-0', '1e400', '0x10', '9007199254740993', '-1', '00'],
  ...[
    '*',
    '**',
    '?',
    '${',
    '${}',
    '${aws:username}',
    '${*}',
    '$',
    '%',
    '%7B',
    '%E0%A4%A',
    '%25257B',
    '+',
    '\\',
    '\\u',
  ],
  ...[
    '{}',
    '[]',
    '{"Statement":[]}',
    '[[[[',
    '{"a":',
    '"',
    "'",
    '`',
    '<script>',
    '=1+1',
    '@x',
    '|',
    '---',
    '# ',
    '&a',
    '*a',
    '!!js/function',
  ],
  ...[
    ROLE,
    ROLE.toUpperCase(),
    'arn:',
    'arn:::::',
    'arn:aws:iam::*:role/*',
    `${ROLE}/`,
    `${ROLE}#`,
    'arn:aws:eks:::cluster/',
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '-000001-01-01T00:00:00Z',
    '2026-03-12',
    '1741762800',
  ],
  ...[
    '../../etc/passwd',
    'https://',
    'http://[::1',
    'file:///',
    '0.0.0.0/0',
    '::/0',
    '999.1.1.1/33',
    '10.0.0.0/-1',
  ],
];

export const NUMBERS: readonly number[] = [
  ...[
    0,
    -0,
    1,
    -1,
    0.1,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    2 ** 53 + 2,
    1e21,
    -1e21,
    1e308,
    5e-324,
    253402300800,
    8.64e15,
    8.64e15 + 1,
  ],
];

/** A string that is longer than what anybody expects; seldom very much so. */
export function longText(random: Random): string {
  const length = random.percent(97) ? 100 + random.below(4000) : random.percent(90) ? 70_000 : 300_000;
  return random
    .pick(['a', '*', '?*', '%', '${', '\\', '"', '[', '\u0000', '💥', 'é', ' ', 'a/', ':'])
    .repeat(Math.ceil(length / 2));
}

/** A value in so many levels of lists, objects or both. */
export function deep(random: Random, inner: unknown, key: string): unknown {
  const levels = random.percent(90) ? 3 + random.below(40) : 200 + random.below(2500);
  const lists = random.percent(50);
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = lists ? [value] : { [key]: value };
  return value;
}

export function awkward(random: Random): unknown {
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return random.percent(50);
    case 2:
    case 3:
      return random.pick(NUMBERS);
    case 4:
      return [];
    case 5:
      return {};
    case 6:
      return [awkward(random)];
    case 7:
      return Object.fromEntries([[random.pick(TEXTS), awkward(random)]]);
    case 8:
      return random.percent(20) ? longText(random) : random.pick(TEXTS);
    case 9:
      return random.percent(10) ? deep(random, random.pick(TEXTS), random.pick(TEXTS)) : [];
    default:
      return random.pick(TEXTS);
  }
}
