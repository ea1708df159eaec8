import { describe, expect, it } from 'vitest';
import { ATTACKS } from './corpus.ts';
import { ORACLES } from './oracles.ts';

/** What each format would be if nothing of a text were escaped; `tame`: with a harmless one. */
const CARELESS: Readonly<Record<string, (text: string) => string>> = {
  text: (text) => `role ${text} is open\n`,
  table: (text) => `CRITICAL  ${text}\n`,
  ndjson: (text) => `{"role":"${text}"}\n`,
  json: (text) => `{"role": "${text}"}\n`,
  sarif: (text) => `{"uri": "${text}"}\n`,
  asff: (text) => `{"Url": "${text}"}\n`,
  ocsf: (text) => `{"role":"${text}"}\n`,
  csv: (text) => `id,role\r\n1,${text}\r\n`,
  'drift-csv': (text) => `id,role\r\n1,${text}\r\n`,
  md: (text) => `| id | role |\n| --- | --- |\n| 1 | ${text} |\n`,
  html: (text) => `<p title="${text}">${text}</p>\n`,
};

const HARMFUL: Readonly<Record<string, readonly string[]>> = {
  md: [
    '<b>',
    '[Sign in](https://evil.example/a)',
    '| more',
    '@team',
    '`code',
    ...ATTACKS.terminal,
    ...ATTACKS.unseen,
  ],
  html: ['<img src=x>', '" onmouseover="alert(3)" x=\'', ...ATTACKS.terminal, ...ATTACKS.unseen],
  csv: ['=1+1', '+1', '-2', '@SUM(1)', 'a;=1', ...ATTACKS.unseen],
  sarif: ['javascript:alert(1)', '//evil.example', 'https://evil.example/login', ...ATTACKS.unseen],
  table: [...ATTACKS.terminal, ...ATTACKS.unseen, ...ATTACKS.line],
  json: ['"', '\n', ...ATTACKS.unseen],
};

describe('what is looked for in outputs', () => {
  it.for(Object.keys(ORACLES))(
    'is found in %s where nothing is escaped, and not where there is nothing',
    (format) => {
      const careless = CARELESS[format]!;
      const tame = careless('shop');
      expect(ORACLES[format]!(tame, tame)).toEqual([]);
      const missed = (HARMFUL[format] ?? ATTACKS.unseen).filter((text) => {
        try {
          return ORACLES[format]!(careless(text), tame).length === 0;
        } catch {
          // It is not even of that format.
          return false;
        }
      });
      expect(missed).toEqual([]);
    },
  );
});
