import { normalForm } from '@podguard/drift';
import { expect, test } from 'vitest';

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

test.for([
  ['white space', '{"Version":"2012-10-17"}', '{ "Version": "2012-10-17" }'],
  ['the order of names', '{"a":"1","b":"2"}', '{"b":"2","a":"1"}'],
  ['a list of one', policy({ Action: ['s3:GetObject'] }), policy({ Action: 's3:GetObject' })],
  ['the order of a list', policy({ Action: ['a:B', 'a:C'] }), policy({ Action: ['a:C', 'a:B'] })],
  [
    'an account and its root',
    policy({ Principal: { AWS: '111122223333' } }),
    policy({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
  ],
  ['how AWS encodes it', '%7B%22a%22%3A%221%22%7D', '{"a":"1"}'],
] as const)('in policies %s is no difference', ([, a, b]) => {
  expect(normalForm(a)).toBe(normalForm(b));
});

test.for([
  ['an action', policy({ Action: 's3:GetObject' }), policy({ Action: 's3:PutObject' })],
  ['an effect', policy({ Effect: 'Allow' }), policy({ Effect: 'Deny' })],
  ['one more of a list', policy({ Action: 'a:B' }), policy({ Action: ['a:B', 'a:C'] })],
  ['what is no policy', 'arn:aws:iam::111122223333:root', '111122223333'],
  ['an order that is text', '[1,2]', '[2,1]'],
  [
    'an account and its root where no principal is named',
    policy({ Condition: { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:root' } } }),
    policy({ Condition: { StringNotEquals: { 'aws:PrincipalArn': '111122223333' } } }),
  ],
  ['the order of a range', '{"a":[{"numeric":[">",0,"<",5]}]}', '{"a":[{"numeric":["<",0,">",5]}]}'],
  ['a number and its text in a pattern', '{"a":[1]}', '{"a":["1"]}'],
  ['a truth and its text in a pattern', '{"a":[{"exists":true}]}', '{"a":[{"exists":"true"}]}'],
] as const)('%s is a difference', ([, a, b]) => {
  expect(normalForm(a)).not.toBe(normalForm(b));
});

test('what is no JSON, or deeper than can be read, is compared as it is written', () => {
  const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  for (const text of ['{', '{"a":', deep]) expect(normalForm(text)).toBe(normalForm(text));
  expect(normalForm('{')).not.toBe(normalForm('{ '));
});
