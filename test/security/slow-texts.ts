import { toChanges, toRecord } from '@podguard/cloudtrail';
import { OPT_IN_EVENTS } from '@podguard/core';
import { looksLikeDockerfile, readDockerfile, readManifests, readPolicies } from '@podguard/manifests';
import { someRecordsOf } from './records.ts';

const LENGTH = 400_000;

function many(text: string): string {
  return text.repeat(Math.ceil(LENGTH / text.length));
}

function pod(env: string): string {
  return `kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a\n${env}`;
}

function ofEvent(eventSource: string, eventName: string, more: object): unknown {
  return {
    eventTime: '2026-01-02T03:04:05Z',
    eventSource: `${eventSource}.amazonaws.com`,
    eventName,
    eventID: 'event-1',
    awsRegion: 'eu-central-1',
    recipientAccountId: '111122223333',
    ...more,
  };
}

function readRecords(records: readonly unknown[]): void {
  for (const one of records) {
    const read = toRecord(one);
    if (read.kind !== 'record') throw new Error(`read as ${read.kind}`);
    toChanges(read.record, OPT_IN_EVENTS);
  }
}

/** Texts on which a reader that tries every beginning anew takes minutes: of each what it is, and what is done with it. */
export const SLOW_TEXTS: Readonly<Record<string, () => unknown>> = {
  'ENV with one long word': () => readDockerfile(`FROM a\nENV ${many('a')}`),
  'ENV with a long gap and another line end': () =>
    readDockerfile(`FROM a\nENV a${many(' ')}${many('x')}\ry`),
  'ENV with quotes that do not close': () => readDockerfile(`FROM a\nENV ${many('a="\\\\ ')}`),
  'RUN with options of aws': () => readDockerfile(`FROM a\nRUN ${many('aws --x ')}`),
  'RUN with options named aws': () => readDockerfile(`FROM a\nRUN ${many('aws --aws ')}`),
  'RUN with options after configure': () => readDockerfile(`FROM a\nRUN ${many('aws configure --aws ')}`),
  'ENV over many lines': () => readDockerfile(`FROM a\nENV ${many('a=1 \\\n')}b=1`),
  'keys over many lines': () => readDockerfile(`FROM a\nENV ${many('a=AKIAQ3EGPDZ5MKN7R2XW \\\n')}b=1`),
  'COPY of many files': () => readDockerfile(`FROM a\nCOPY ${many('.aws/credentials ')}/root/.aws/`),
  'COPY with options that do not end': () => readDockerfile(`FROM a\nCOPY ${many('--')}`),
  'COPY of a list of escaped names': () => readDockerfile(`FROM a\nCOPY [${many('"\\u0061", ')}"b"]`),
  'COPY of lists within lists': () => readDockerfile(`FROM a\nCOPY ${many('[')}${many(']')}`),
  'blanks in a here document of credentials': () =>
    readDockerfile(`FROM a\nCOPY <<A /root/.aws/credentials\n${many(' ')}\n${many('a ')}\nA\n`),
  'here-documents without an end': () => readDockerfile(`FROM a\nRUN ${many('<<A ')}`),
  'empty lines before FROM': () => looksLikeDockerfile(`ARG a\n${many('\n')}`),
  'carriage returns before FROM': () => looksLikeDockerfile(`ARG a\n${many('\r')}`),
  'a variable named aws_aws': () =>
    readManifests(pod(`      env:\n        - {name: ${many('_aws')}, value: a}\n`)),
  'empty lines in what is no YAML': () =>
    readManifests(`${many('\n')}x: [\nkind: Pod\napiVersion: v1\n---\nx: [${many('\n')}`),
  'carriage returns alone': () => readManifests(many('\r')),
  'separators of lines alone': () => readManifests(many('\u2028')),
  'blanks and braces in what is no YAML': () => readManifests(`x: [\n${many('{ ')}`),
  'lists within lists, cut short': () => readManifests(many(`${'- '.repeat(990)}a\n`)),
  'a path of slashes': () =>
    readManifests(
      pod(
        `      volumeMounts:\n        - {name: a, mountPath: "/${many('/')}x"}\n  volumes:\n    - name: a\n`,
      ),
    ),
  'a document of blanks': () => readPolicies(many(' ')),
  'a document of encoded blanks': () => readPolicies(many('%20')),
  'a document of encoded braces': () => readPolicies(many('%7B')),
  'objects without commas': () => readPolicies(many('{"associations": []}\n ')),
  'names of slashes': () => readRecords(someRecordsOf([many('/')])),
  'names of colons': () => readRecords(someRecordsOf([many(':')])),
  'names of dots': () => readRecords(someRecordsOf([many('.')])),
  'an ARN of colons': () =>
    readRecords([
      ofEvent('sns', 'Unsubscribe', { requestParameters: { subscriptionArn: `arn:${many(':')}` } }),
    ]),
  'an address of colons': () =>
    readRecords([
      ofEvent('sts', 'GetCallerIdentity', {
        userIdentity: {
          type: 'IAMUser',
          accountId: '111122223333',
          arn: 'arn:aws:iam::111122223333:user/a',
          userName: 'a',
          accessKeyId: 'AKIAQ3EGPDZ5MKN7R2XW',
        },
        sourceIPAddress: `${many(':')}!`,
      }),
    ]),
};
