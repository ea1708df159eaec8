import { isDockerfile, looksLikeDockerfile, readDockerfile } from '@podguard/manifests';
import { expect, test } from 'vitest';

const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const SECRET = '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';

test.for([
  ['ENV with a key', `ENV AWS_ACCESS_KEY_ID=${ID}`, { 'line 2': 'access key AKIA…5S7T' }],
  ['the old form of ENV', `ENV AWS_SECRET_ACCESS_KEY ${SECRET}`, { 'line 2': 'secret access key' }],
  [
    'ENV over lines',
    `ENV A=1 \\\n    # more\n    AWS_SECRET_ACCESS_KEY="${SECRET}"`,
    { 'line 4': 'secret access key' },
  ],
  [
    'both parts of a key in one line',
    `ENV AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY="${SECRET}"`,
    { 'line 2': 'access key AKIA…5S7T and secret access key' },
  ],
  [
    'a variable beside a key',
    `ENV AWS_ACCESS_KEY_ID=${ID} \\\n  AWS_SECRET_ACCESS_KEY=$KEY`,
    { 'line 2': 'access key AKIA…5S7T', 'line 3': 'AWS_SECRET_ACCESS_KEY from a variable' },
  ],
  [
    'a key in a value over lines',
    `ENV KEYS="id \\\n  ${ID}" \\\n  AWS_SECRET_ACCESS_KEY='${SECRET}'`,
    { 'line 3': 'access key AKIA…5S7T', 'line 4': 'secret access key' },
  ],
  [
    'ENV with a variable',
    'ENV AWS_SECRET_ACCESS_KEY=$KEY',
    { 'line 2': 'AWS_SECRET_ACCESS_KEY from a variable' },
  ],
  [
    'aws configure set',
    'RUN aws configure set aws_secret_access_key $KEY',
    { 'line 2': 'aws configure set aws_secret_access_key' },
  ],
  [
    'aws configure set with a key',
    `RUN aws configure set aws_access_key_id ${ID} && aws configure set aws_secret_access_key $KEY`,
    { 'line 2': 'access key AKIA…5S7T and aws configure set aws_secret_access_key' },
  ],
  ['a placeholder', 'ENV AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test', {}],
  [
    "the example of AWS's documentation",
    'ENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    {},
  ],
  ['a region', 'RUN aws configure set region eu-central-1', {}],
  ['a secret of the build', 'RUN --mount=type=secret,id=aws aws s3 cp s3://bucket/file .', {}],
] as const)('%s', ([, instruction, keys]) => {
  expect(readDockerfile(`FROM alpine\n${instruction}\n`).draft.sets.keys).toEqual(keys);
});

test('a build argument for a key is told apart from one with it', () => {
  const { draft, linesOf } = readDockerfile(`FROM alpine\nARG AWS_SECRET_ACCESS_KEY\nARG VERSION=1\n`);
  expect(draft.sets).toEqual({ keys: {}, keyArguments: { 'line 2': 'AWS_SECRET_ACCESS_KEY' } });
  expect(linesOf('line 2')).toEqual([2]);
});

test.for([
  ['Dockerfile', true],
  ['build/Dockerfile.prod', true],
  ['api.dockerfile', true],
  ['Containerfile', true],
  ['Dockerfile.dockerignore', false],
  ['dockerfiles.md', false],
  ['Dockerfile.java', true],
  ['Dockerfile-arm64', true],
  ['Dockerfile.md', false],
  ['dockerfile_parser.py', false],
  ['dockerfile-lint.test.ts', false],
  ['dockerfile.vim', false],
  ['Dockerfile.json', false],
] as const)('%s is a Dockerfile: %s', ([name, is]) => expect(isDockerfile(name)).toBe(is));

test('without a name its first instruction tells', () => {
  expect(looksLikeDockerfile('# syntax=docker/dockerfile:1\nARG V=1\nFROM alpine:$V\n')).toBe(true);
  expect(looksLikeDockerfile('from: me\n')).toBe(false);
});
