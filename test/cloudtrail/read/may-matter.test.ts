import { mayMatter, wantedNames } from '@podguard/cloudtrail';
import { expect, test } from 'vitest';

const names = wantedNames(['CreateRole', 'DeleteRole']);
const ask = (json: string) => mayMatter(Buffer.from(json), names);
const inText = (json: string, indent?: number) =>
  JSON.stringify({
    CloudTrailEvent: indent === undefined ? json : JSON.stringify(JSON.parse(json), null, indent),
  });

test.for<[what: string, json: string]>([
  ['a wanted name', '{"eventName":"CreateRole"}'],
  ['white space anywhere', '{ "eventName"\n :\t "DeleteRole" }'],
  ['an escaped key', '{"event\\u004eame":"CreateRole","x":{"eventName":"ListRoles"}}'],
  ['an escaped name', '{"eventName":"Create\\u0052ole"}'],
  ['the last of two keys', '{"eventName":"ListRoles","eventName":"CreateRole"}'],
  ['a decoy before it', '{"requestParameters":{"eventName":"ListRoles"},"eventName":"CreateRole"}'],
  ['a text of LookupEvents', inText('{"eventName":"CreateRole"}')],
  ['an indented text of LookupEvents', inText('{"eventName":"CreateRole"}', 2)],
  [
    'a text with escaped quotes',
    '{"CloudTrailEvent":"{\\u0022eventName\\u0022:\\u0022CreateRole\\u0022}","x":{"eventName":"A"}}',
  ],
  ['no name', '{"a":1}'],
  ['a name that is no text', '{"eventName":null}'],
  ['a name that ends too early', '{"eventName":"List'],
])('keeps %s', ([, json]) => {
  expect(ask(json)).toBe(true);
});

test.for<[what: string, json: string]>([
  ['another name', '{"eventName":"ListRoles","x":1}'],
  ['a name that a wanted one begins', '{"eventName":"CreateRoleX"}'],
  ['wanted names elsewhere', '{"x":"CreateRole","eventName":"ListRoles","y":["eventName","CreateRole"]}'],
  ['harmless escapes', '{"eventName":"ListRoles","userAgent":"a \\u003c\\u0026 \\"b\\" \\\\c"}'],
  ['a text of LookupEvents with another name', inText('{"eventName":"ListRoles"}')],
])('passes over %s', ([, json]) => {
  expect(ask(json)).toBe(false);
});

test('looks at its range alone', () => {
  const bytes = Buffer.from('{"eventName":"CreateRole"}{"eventName":"ListRoles"}{"eventName":"DeleteRole"}');
  expect(mayMatter(bytes, names, 26, 51)).toBe(false);
});
