import { expect, test } from 'vitest';
import { bytesOfRow } from './bytes-stored.ts';

test('a row takes the bytes of its names and values, not their characters', () => {
  const body = { B: Buffer.alloc(1000).toString('base64') };
  expect(bytesOfRow({ ü: { S: '€' }, body, v: { N: '4' } })).toBe(2 + 3 + 4 + 1000 + 1 + 1);
});
