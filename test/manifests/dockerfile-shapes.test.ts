import { readDockerfile } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const setsOf = (text: string) => readDockerfile(text).draft.sets;
const NONE = { keys: {}, keyArguments: {} };

describe('here documents', () => {
  test('their lines are no instructions', () => {
    const run =
      'RUN --mount=type=secret,id=key <<EOF\nenv AWS_SECRET_ACCESS_KEY=$(cat /run/secrets/key) aws s3 ls\nEOF\n';
    expect(setsOf(`FROM alpine\n${run}ENV A=1\n`)).toEqual(NONE);
  });

  test('what they write into a file or run is read', () => {
    const copied = `COPY <<-"EOF" /root/.aws/credentials\n\taws_access_key_id = ${ID}\n\tEOF\n`;
    expect(setsOf(`FROM alpine\n${copied}`).keys).toEqual({ 'line 3': 'access key AKIA…5S7T' });
    const configured = 'RUN <<EOF\naws configure set aws_access_key_id $KEY\nEOF\n';
    expect(setsOf(`FROM alpine\n${configured}`).keys).toEqual({
      'line 3': 'aws configure set aws_access_key_id',
    });
  });

  test('a word that never comes again begins none', () => {
    expect(setsOf('FROM alpine\nRUN echo $((1<<BITS))\nARG AWS_ACCESS_KEY_ID\n').keyArguments).toEqual({
      'line 3': 'AWS_ACCESS_KEY_ID',
    });
  });
});

describe('lines', () => {
  test('a backtick ends a line as well as any, but where it is the escape character', () => {
    const text = 'FROM alpine\nRUN echo `date`\nENV AWS_SECRET_ACCESS_KEY=$KEY\n';
    expect(setsOf(text).keys).toEqual({ 'line 3': 'AWS_SECRET_ACCESS_KEY from a variable' });
    const windows = '# escape=`\nFROM a\nRUN a `\n  b\nCOPY a c:\\\nARG AWS_ACCESS_KEY_ID\n';
    expect(setsOf(windows).keyArguments).toEqual({ 'line 6': 'AWS_ACCESS_KEY_ID' });
  });

  test('empty lines do not end what goes on', () => {
    expect(setsOf('FROM alpine\nENV A=1 \\\n\n  AWS_SECRET_ACCESS_KEY=$KEY\n').keys).toEqual({
      'line 4': 'AWS_SECRET_ACCESS_KEY from a variable',
    });
  });

  test('what ONBUILD keeps for later counts', () => {
    expect(setsOf('FROM alpine\nONBUILD ARG AWS_ACCESS_KEY_ID\n').keyArguments).toEqual({
      'line 2': 'AWS_ACCESS_KEY_ID',
    });
  });

  test('a byte order mark is no part of it', () => {
    expect(setsOf(`\ufeffARG AWS_ACCESS_KEY_ID=${ID}\nFROM alpine\n`).keys).toEqual({
      'line 1': 'access key AKIA…5S7T',
    });
  });
});

describe('stages', () => {
  const builder =
    'FROM node AS deps\nARG AWS_ACCESS_KEY_ID\nENV AWS_SECRET_ACCESS_KEY=$KEY\nRUN aws configure set aws_access_key_id $KEY\n';

  test('of one that only gives files away the image keeps no argument', () => {
    expect(setsOf(`${builder}FROM alpine\nCOPY --from=deps /app /app\n`)).toEqual({
      keys: {},
      keyArguments: {
        'line 2': 'AWS_ACCESS_KEY_ID (stage deps)',
        'line 3': 'AWS_SECRET_ACCESS_KEY (stage deps)',
        'line 4': 'aws_access_key_id (stage deps)',
      },
    });
  });

  test('nor of one that is mounted or called by its number', () => {
    for (const use of ['RUN --mount=type=bind,from=0,target=/a true', 'COPY --from=0 /app /app']) {
      const { keys } = setsOf(`FROM node\nENV AWS_SECRET_ACCESS_KEY=$KEY\nFROM alpine\n${use}\n`);
      expect(keys).toEqual({});
    }
  });

  test.for([
    ['which the image begins with', 'FROM deps\nCOPY --from=deps /app /app\n'],
    ['which may be built for itself', 'FROM alpine\n'],
    [
      'which another stage begins with that is built',
      'FROM deps AS prod\nFROM alpine\nCOPY --from=deps /a /a\n',
    ],
  ] as const)('one %s keeps it', ([, rest]) => {
    const { keys, keyArguments } = setsOf(`${builder}${rest}`);
    expect(Object.keys(keys ?? {})).toEqual(['line 3', 'line 4']);
    expect(keyArguments).toEqual({ 'line 2': 'AWS_ACCESS_KEY_ID' });
  });

  test.for([
    ['that no stage declares again', 'ARG AWS_SECRET_ACCESS_KEY\nFROM alpine\nRUN true\n', NONE],
    ['of a variable', 'ARG KEY\nARG AWS_SECRET_ACCESS_KEY=$KEY\nFROM alpine\n', NONE],
    [
      'that the image declares again',
      'ARG AWS_SECRET_ACCESS_KEY\nFROM alpine\nARG AWS_SECRET_ACCESS_KEY\n',
      { keys: {}, keyArguments: { 'line 3': 'AWS_SECRET_ACCESS_KEY' } },
    ],
    [
      'that a stage which only gives files away declares again',
      'ARG AWS_ACCESS_KEY_ID\nFROM node AS deps\nARG AWS_ACCESS_KEY_ID\nFROM alpine\nCOPY --from=deps /a /a\n',
      { keys: {}, keyArguments: { 'line 3': 'AWS_ACCESS_KEY_ID (stage deps)' } },
    ],
    [
      'with a key',
      `ARG AWS_ACCESS_KEY_ID=${ID}\nFROM alpine\n`,
      { keys: { 'line 1': 'access key AKIA…5S7T' }, keyArguments: {} },
    ],
    [
      'of a part of a Dockerfile that begins no stage',
      'ARG AWS_ACCESS_KEY_ID\nRUN true\n',
      { keys: {}, keyArguments: { 'line 1': 'AWS_ACCESS_KEY_ID' } },
    ],
  ] as const)('an argument before the first one %s', ([, text, expected]) =>
    expect(setsOf(text)).toEqual(expected),
  );

  test('a key in the file itself is one in any stage', () => {
    const text = `FROM node AS deps\nENV AWS_ACCESS_KEY_ID=${ID}\nFROM alpine\nCOPY --from=deps /a /a\n`;
    expect(setsOf(text).keys).toEqual({ 'line 2': 'access key AKIA…5S7T' });
  });
});
