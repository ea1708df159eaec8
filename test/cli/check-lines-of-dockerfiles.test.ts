import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';
import { FORMS, ID, linesOf, marked, SECRET } from './lines.ts';

const { file } = useDirectory('lines');

const DOCKERFILE = `# syntax=docker/dockerfile:1
FROM alpine
RUN echo a && \\
    # a comment
    echo b && \\

    aws configure set aws_secret_access_key ${SECRET} #HERE
ENV A=1 \\
    AWS_SECRET_ACCESS_KEY=${SECRET} #HERE
ARG AWS_ACCESS_KEY_ID=${ID} #HERE
RUN <<EOF
export A=1
export AWS_SECRET_ACCESS_KEY=${SECRET} #HERE
EOF
COPY <<ONE <<TWO /root/.aws/
[default]
ONE
aws_access_key_id = ${ID} #HERE
TWO
RUN aws configure set aws_access_key_id ${ID} && \\
    aws configure set aws_secret_access_key ${SECRET} #HERE
`;

describe('the lines of a Dockerfile', () => {
  it.for(FORMS)('name the physical ones with a key, in order, %s', async ([, form]) => {
    const lines = marked(DOCKERFILE);
    expect(lines).toEqual([7, 9, 10, 13, 18, 21]);
    expect(await linesOf('image-static-key', file('Dockerfile', form(DOCKERFILE)))).toEqual(
      [...lines, 20].sort((one, other) => one - other),
    );
  });

  it('name the argument without a value, and the variable among several', async () => {
    const text = 'FROM alpine\nARG VERSION=1\nARG \\\n  AWS_SECRET_ACCESS_KEY\nRUN true\n';
    expect(await linesOf('image-static-key', file('Dockerfile', text))).toEqual([4]);
    const build = 'FROM alpine\nENV A=1 \\\n  B=2 \\\n  AWS_SECRET_ACCESS_KEY=$KEY\n';
    expect(await linesOf('image-static-key', file('Dockerfile', build))).toEqual([4]);
  });

  it('name a credentials file beside a key, each with its own words in SARIF', async () => {
    const text = `FROM alpine\nCOPY credentials /root/.aws/credentials\nENV AWS_ACCESS_KEY_ID=${ID}\nENV AWS_SECRET_ACCESS_KEY=${SECRET}\n`;
    const target = file('Dockerfile', text);
    expect(await linesOf('image-static-key', target)).toEqual([3, 2, 4]);
    const { stdout } = await runCli(['check', target, '--format', 'sarif']);
    const [{ results }] = JSON.parse(stdout).runs;
    const told = results.map(({ locations, message }: Result) => [
      locations[0].physicalLocation.region.startLine,
      message.text,
    ]);
    expect(told).toEqual([
      [3, 'The image keeps an AWS key: access key AKIA…5S7T (line 3).'],
      [2, 'A Dockerfile bakes an AWS access key into the image: the file .aws/credentials (line 2).'],
      [4, 'A Dockerfile bakes an AWS access key into the image: secret access key (line 4).'],
    ]);
  });
});

interface Result {
  readonly locations: readonly [
    { readonly physicalLocation: { readonly region: { readonly startLine: number } } },
  ];
  readonly message: { readonly text: string };
}
