import { readDockerfile } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

const setsOf = (text: string) => readDockerfile(text).draft.sets;
const NONE = { keys: {}, keyArguments: {} };
const FILE = { keys: {}, keyArguments: { 'line 2': 'the file .aws/credentials' } };
const FOLDER = { keys: {}, keyArguments: { 'line 2': 'the files of .aws' } };

describe('a credentials file that an image keeps', () => {
  test.for([
    ['COPY .aws/credentials /root/.aws/credentials', FILE],
    ['COPY .aws/credentials /tmp/', FILE],
    ['COPY deploy/keys.ini /home/app/.aws/credentials', FILE],
    ['COPY credentials /root/.aws/', FILE],
    ['COPY .aws/config .aws/credentials /root/.aws/', FILE],
    ['COPY .aws/cred* /root/.aws/', FILE],
    ['COPY .aws/?redentials /tmp/', FILE],
    ['COPY --chown=app:app --chmod=600 .aws/credentials ./', FILE],
    ['COPY ["deploy/keys.ini", "/root/.aws/credentials"]', FILE],
    ['COPY --chown=app [".aws/credentials", "/app/"]', FILE],
    ['COPY ["keys.ini", "C:\\\\Users\\\\app\\\\.aws\\\\credentials"]', FILE],
    ['COPY --from=tools /root/.aws/credentials /root/.aws/credentials', FILE],
    ['ADD https://example.com/keys /root/.aws/credentials', FILE],
    ['ONBUILD COPY .aws/credentials /root/.aws/credentials', FILE],
    ['COPY .aws /root/.aws', FOLDER],
    ['COPY .aws/ /home/app/', FOLDER],
    ['COPY ./.aws/* $HOME/.aws/', FOLDER],
    ['ADD [".aws", "/root/.aws"]', FOLDER],
    ['COPY .aws/config /root/.aws/config', NONE],
    ['COPY config /root/.aws/', NONE],
    ['COPY ["config", "/root/.aws/config"]', NONE],
    ['COPY .aws/task-definition.json /app/', NONE],
    ['COPY .aws/task* .aws/*.json /app/', NONE],
    ['COPY .aws /app/deploy', NONE],
    ['COPY .aws/* /app/deploy', NONE],
    ['COPY .aws/** /app/deploy', NONE],
    ['COPY credentials /app/', NONE],
    ['COPY .aws/credentials.example /app/docs/', NONE],
    ['COPY . .', NONE],
    ['COPY [1, 2]', NONE],
    ['COPY', NONE],
    ['RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 ls', NONE],
    ['RUN --mount=type=bind,source=.aws/credentials,target=/root/.aws/credentials aws s3 ls', NONE],
  ] as const)('%s', ([instruction, expected]) => {
    expect(setsOf(`FROM alpine\n${instruction}\n`)).toEqual(expected);
  });

  test.for([
    ['WORKDIR /root/.aws\nCOPY credentials .', true],
    ['WORKDIR /root\nCOPY credentials .aws/', true],
    ['WORKDIR /home/app\nWORKDIR .aws\nCOPY --from=b credentials ./', true],
    ['WORKDIR C:\\Users\\app\nCOPY keys.ini .aws/credentials', true],
    ['WORKDIR /root/.aws\nCOPY credentials /app/', false],
    ['WORKDIR /app\nCOPY credentials .', false],
    ['WORKDIR /root/.aws\nWORKDIR /app\nCOPY credentials .', false],
    ['WORKDIR /root/.aws\nFROM other\nCOPY credentials .', false],
  ] as const)('where the stage works: %s: %s', ([instructions, isCopied]) => {
    const { keyArguments } = setsOf(`FROM alpine\n${instructions}\n`);
    expect(Object.values(keyArguments ?? {})).toEqual(isCopied ? ['the file .aws/credentials'] : []);
  });

  test.for([
    ['a', 'COPY --chown=app \\\n  a \\\n  .aws/credentials \\\n  /root/.aws/', 4],
    ['a list', 'COPY ["a", \\\n  ".aws/credentials", \\\n  "/root/.aws/"]', 3],
    ['a name within another', 'COPY x.aws/credentials \\\n  .aws/credentials /root/', 3],
  ] as const)('is told with its line: %s', ([, text, line]) => {
    expect(setsOf(`FROM alpine\n${text}\n`).keyArguments).toEqual({
      [`line ${line}`]: 'the file .aws/credentials',
    });
  });

  test('is left out with the stage that copies it, unless the image takes it from there', () => {
    const stage = 'FROM node AS build\nCOPY .aws /root/.aws\nFROM alpine\n';
    expect(setsOf(`${stage}COPY --from=build /app /app\n`).keyArguments).toEqual({
      'line 2': 'the files of .aws (stage build)',
    });
    expect(setsOf(`${stage}COPY --from=build /root/.aws /root/.aws\n`).keyArguments).toEqual({
      'line 2': 'the files of .aws (stage build)',
      'line 4': 'the files of .aws',
    });
    expect(setsOf(stage).keyArguments).toEqual({ 'line 2': 'the files of .aws' });
  });
});

test('a folder that is taken on from a stage with the file in it is in the image', () => {
  const stages = (copied: string) =>
    setsOf(
      `FROM a AS build\nCOPY .aws/credentials /root/.aws/credentials\nFROM b\nCOPY --from=build ${copied} /there\n`,
    ).keyArguments;
  const inImage = { 'line 2': 'the file .aws/credentials' };
  expect(stages('/root')).toEqual(inImage);
  expect(stages('/')).toEqual(inImage);
  expect(stages('/roo')).toEqual({ 'line 2': 'the file .aws/credentials (stage build)' });
});

test.for(['credentials', '**/cred*', '.aws/credentials'])('what COPY leaves out (%s) is none', (pattern) => {
  expect(setsOf(`FROM a\nCOPY --exclude=${pattern} .aws /root/.aws\n`)).toEqual(NONE);
  expect(setsOf('FROM a\nCOPY --exclude=config .aws /root/.aws\n').keyArguments).toEqual({
    'line 2': 'the files of .aws',
  });
});

describe('a here document that becomes a credentials file', () => {
  const written = (secret: string, to = '/root/.aws/credentials') =>
    setsOf(`FROM alpine\nCOPY <<EOF ${to}\n[default]\naws_secret_access_key = ${secret}\nEOF\n`);

  test('is read: a variable counts, as in ENV', () => {
    expect(written('$KEY')).toEqual({
      keys: { 'line 4': 'aws_secret_access_key from a variable' },
      keyArguments: {},
    });
  });

  test.for([
    ['a placeholder', written('test')],
    ['another file', written('$KEY', '/app/run.sh')],
    [
      'a process that gives them',
      setsOf('FROM a\nCOPY <<EOF /root/.aws/credentials\ncredential_process = $TOOL\nEOF\n'),
    ],
  ] as const)('%s is none', ([, sets]) => expect(sets).toEqual(NONE));
});
