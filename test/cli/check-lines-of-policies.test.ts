import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';
import { FORMS, json, linesOf, SUB } from './lines.ts';

const AUD = `${ISSUER}:aud`;

const { file } = useDirectory('lines');

const open = (sub: string) => `{
  "Effect": "Allow",
  "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/${ISSUER}"},
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": {
    "StringEquals": {"${AUD}": "sts.amazonaws.com"},
    "StringLike": {
      "${SUB}": ${sub}
    }
  }
}`;
const ACCOUNT_POLICY = (statements: string) => `{"Version": "2012-10-17", "Statement": [\n${statements}\n]}`;

const POLICIES: readonly (readonly [what: string, rule: string, marked: string])[] = [
  [
    'the condition on the subject, whatever stands before it',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(open('"system:serviceaccount:web:*"').replace('web:*"', 'web:*" // HERE')),
  ],
  [
    'the value of several that is a pattern',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(open('[\n"system:serviceaccount:web:app",\n"system:serviceaccount:web:*" // HERE\n]')),
  ],
  [
    'each value that is one',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(
      open(
        '[\n"system:serviceaccount:a:*", // HERE\n"system:serviceaccount:web:app",\n"system:serviceaccount:b:*" // HERE\n]',
      ),
    ),
  ],
  [
    'each statement that decides by itself, and none beside',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(
      [
        open('"system:serviceaccount:a:*" // HERE'),
        open('"system:serviceaccount:web:app"'),
        open('"system:serviceaccount:b:*" // HERE'),
      ].join(',\n'),
    ),
  ],
  [
    'the principal',
    'trust-public-principal',
    `{"Statement": {
  "Effect": "Allow",
  "Principal": {
    "AWS": [
      "arn:aws:iam::111122223333:role/ci",
      "*" // HERE
    ]
  },
  "Action": "sts:AssumeRole"
}}`,
  ],
  [
    'the actions of a permission policy, and the resource that is all',
    'pod-role-privileged',
    `{"Statement": [
  {
    "Effect": "Allow",
    "Action": [
      "s3:GetObject",
      "*" // HERE
    ],
    "Resource": "*" // HERE
  },
  {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "*"
  }
]}`,
  ],
  [
    'the text that holds an escaped document, in an answer of the AWS CLI',
    'irsa-subject-unrestricted',
    `{
  "Role": {
    "Arn": "arn:aws:iam::111122223333:role/app",
    "RoleName": "app",
    "AssumeRolePolicyDocument": ${JSON.stringify(trust(irsa({ StringEquals: { [AUD]: 'sts.amazonaws.com' } }), irsa()))} // HERE
  }
}`,
  ],
];

describe('the lines of a policy', () => {
  it.for(POLICIES)('name %s', async ([, rule, text]) => {
    const { text: plain, lines } = json(text);
    expect(lines).not.toEqual([]);
    for (const [, form] of FORMS)
      expect(await linesOf(rule, file('policy.json', form(plain)))).toEqual(lines);
  });

  it('are one where all stands on one', async () => {
    const text = trust(irsa({ StringLike: { [SUB]: 'system:serviceaccount:a:*' } }), irsa());
    expect(await linesOf('irsa-subject-unrestricted', file('one.json', text))).toEqual([1]);
    expect(
      await linesOf('irsa-subject-unrestricted', file('encoded.json', `\n\n${encodeURIComponent(text)}`)),
    ).toEqual([3]);
  });

  it('name one where only several together decide', async () => {
    const subjects = Array.from({ length: 12 }, (_, index) => `"system:serviceaccount:web:a${index}"`);
    const text = ACCOUNT_POLICY(
      [open(`[\n${subjects.join(',\n')}\n]`), open('"system:serviceaccount:web:b"')].join(',\n'),
    );
    expect(await linesOf('irsa-shared-role', file('shared.json', text))).toHaveLength(1);
  });
});

describe('SARIF', () => {
  it('has a result for each place, one line each, and keeps them through a file of findings', async () => {
    const { text, lines } = json(POLICIES[3]?.[2] ?? '');
    const target = file('several.json', text);
    const direct = await runCli(['check', target, '--format', 'sarif']);
    const findings = file('findings.ndjson', (await runCli(['check', target, '--format', 'ndjson'])).stdout);
    const reported = await runCli(['report', '--store', findings, '--format', 'sarif']);
    for (const { stdout } of [direct, reported]) {
      const { results } = JSON.parse(stdout).runs[0];
      const regions = results.map(
        (one: { locations: { physicalLocation: { region: object } }[] }) =>
          one.locations[0]?.physicalLocation.region,
      );
      expect(regions).toEqual(lines.map((line) => ({ startLine: line, startColumn: 1, endLine: line })));
    }
  });
});
