import { createParameter } from '@podguard/functions/handlers/compose-parameter';
import { AWS_PATIENCE } from '@podguard/notify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openParameters, type ParameterStub } from './parameter-stub.ts';

const NAME = '/podguard/slack/token';
let store: ParameterStub;
beforeEach(async () => {
  store = await openParameters({ [NAME]: 'first' });
  const environment = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', store.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store.close();
});

it('a secret is read decrypted, once in five minutes, and anew where it has to be fresh', async () => {
  const secret = createParameter(NAME, AWS_PATIENCE);
  expect(await secret()).toBe('first');
  store.values[NAME] = 'second';
  expect(await secret()).toBe('first');
  expect(await secret(true)).toBe('second');
  expect(await secret()).toBe('second');
  expect(store.reads).toEqual([NAME, NAME]);
});

it('a secret put from a file ends without its new line', async () => {
  store.values[NAME] = ' abc\r\n';
  expect(await createParameter(NAME, AWS_PATIENCE)()).toBe('abc');
});

it.for([
  ['is missing', {}],
  ['is empty', { [NAME]: '' }],
  ['holds white space only', { [NAME]: ' \n' }],
] as const)(
  'a parameter that %s fails by its name and the way out, and may be there later',
  async ([, values]) => {
    delete store.values[NAME];
    Object.assign(store.values, values);
    await expect(createParameter(NAME, AWS_PATIENCE)()).rejects.toMatchObject({
      code: 'parameter-unreadable',
      retryable: true,
      message: expect.stringMatching(/^parameter \/podguard\/slack\/token: .*SecureString/),
    });
  },
);
