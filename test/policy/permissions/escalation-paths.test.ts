import { ESCALATION_PATHS, escalationPaths, type FoundPath, type PermissionSet } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  allow,
  deny,
  holding,
  inline,
  ROLE,
  type Statement,
  unread,
  withStatements,
} from './support.ts';

const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;

function find(set: PermissionSet, name: string): FoundPath | undefined {
  return escalationPaths(set).paths.find(({ path }) => path.name === name);
}

function needed(name: string): readonly string[] {
  return name.split('+');
}

describe('each path', () => {
  test.for(ESCALATION_PATHS)('$name is found by the permissions it is named after', (path) => {
    const found = find(withStatements(allow(needed(path.name))), path.name);
    expect(found).toMatchObject({ answer: 'yes', confinedTo: 'anything', missing: [], assumes: [] });
    expect(found?.evidence).toEqual([{ policy: 'inline', path: 'Statement[0]' }]);
  });

  test.for(ESCALATION_PATHS)('$name is not found without one of them', (path) => {
    for (const lacking of needed(path.name)) {
      const others = needed(path.name).filter((action) => action !== lacking);
      const statement = others.length === 0 ? allow('s3:*') : allow(others);
      expect(find(withStatements(statement), path.name)).toBeUndefined();
    }
  });

  test.for(ESCALATION_PATHS)('$name is denied by a Deny of any of them', (path) => {
    for (const denied of needed(path.name)) {
      expect(find(withStatements(allow('*'), deny(denied)), path.name)).toBeUndefined();
    }
  });
});

describe('the answer', () => {
  test.for<[name: string, statements: readonly Statement[], answer: string]>([
    ['no path', [allow(['s3:*', 'dynamodb:*', 'iam:Get*', 'iam:List*'])], 'no'],
    ['its own inline policies', [allow('iam:PutRolePolicy', ROLE)], 'yes'],
    ['the inline policies of another role', [allow('iam:PutRolePolicy', OTHER)], 'undecided'],
    [
      'its own policies among those of a prefix',
      [allow('iam:AttachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/a*`)],
      'yes',
    ],
    ['all roles but its own', [allow('iam:PutRolePolicy'), deny('iam:PutRolePolicy', ROLE)], 'yes'],
    [
      'another role that it makes trust itself',
      [allow(['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'], OTHER)],
      'yes',
    ],
    [
      'one role edited, another made to trust',
      [allow('iam:PutRolePolicy', OTHER), allow('iam:UpdateAssumeRolePolicy', `${OTHER}s`)],
      'undecided',
    ],
    ['the trust of its own role', [allow('iam:UpdateAssumeRolePolicy', ROLE)], 'undecided'],
    [
      'any user made an administrator and its key taken',
      [allow(['iam:AttachUserPolicy', 'iam:CreateAccessKey'], 'arn:aws:iam::*:user/ci')],
      'yes',
    ],
    [
      'only read policies attached',
      [
        allow('iam:AttachRolePolicy', ROLE, {
          ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        }),
      ],
      'no',
    ],
    [
      'any but one policy attached',
      [
        allow('iam:AttachRolePolicy', ROLE, {
          ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/IAMFullAccess' },
        }),
      ],
      'yes',
    ],
    [
      'a boundary required of what it edits',
      [
        allow('iam:PutRolePolicy', '*', {
          StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::1:policy/b' },
        }),
      ],
      'undecided',
    ],
    ['any role assumed, which their trust decides', [allow('sts:AssumeRole')], 'undecided'],
    ['any function changed, which their roles decide', [allow('lambda:UpdateFunctionCode')], 'undecided'],
    ['a role passed with nothing to pass it to', [allow('iam:PassRole')], 'no'],
    [
      'an instance started with one role',
      [allow('ec2:RunInstances'), allow('iam:PassRole', OTHER)],
      'undecided',
    ],
    [
      'an instance started with any role',
      [allow('ec2:RunInstances'), allow('iam:PassRole', 'arn:aws:iam::*:role/*')],
      'yes',
    ],
    [
      'an instance started by a launch tag',
      [
        allow('ec2:RunInstances', '*', { StringEquals: { 'aws:RequestTag/team': 'web' } }),
        allow('iam:PassRole'),
      ],
      'yes',
    ],
  ])('%s', ([, statements, answer]) => {
    expect(escalationPaths(withStatements(...statements)).answer).toBe(answer);
  });
});

describe('what may be reached', () => {
  test('is named where it is confined', () => {
    const set = withStatements(
      allow('ec2:*'),
      allow('iam:PassRole', [
        OTHER,
        `arn:aws:iam::${ACCOUNT}:role/node-*`,
        'arn:aws:iam::999999999999:role/x',
      ]),
    );
    expect(find(set, 'iam:PassRole+ec2:RunInstances')?.confinedTo).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/node-*`,
      OTHER,
    ]);
  });

  test('is more where a condition may hold', () => {
    const tagged = { StringEquals: { 'aws:PrincipalTag/team': 'platform' } };
    const set = withStatements(allow('ec2:*'), allow('iam:PassRole', OTHER), {
      ...allow('iam:PassRole'),
      Condition: tagged,
    });
    const found = find(set, 'iam:PassRole+ec2:RunInstances');
    expect(found).toMatchObject({ answer: 'yes', confinedTo: [OTHER], atMost: 'anything' });
    expect(found?.doubts.join()).toContain('aws:PrincipalTag/team');
  });

  test('is what the boundary leaves', () => {
    const set = holding([inline(allow('sts:AssumeRole'))], {
      ...inline(allow('sts:AssumeRole', OTHER)),
      name: 'limit',
    });
    expect(find(set, 'sts:AssumeRole')).toMatchObject({
      confinedTo: [OTHER],
      evidence: [
        { policy: 'inline', path: 'Statement[0]' },
        { policy: 'limit', path: 'Statement[0]' },
      ],
    });
  });

  test('says most where two patterns must hold', () => {
    const set = holding(
      [inline(allow('sts:AssumeRole', 'arn:aws:iam::*:role/team-*'))],
      inline(allow('sts:AssumeRole', 'arn:aws:iam::*:role/*-dev')),
    );
    expect(find(set, 'sts:AssumeRole')).toMatchObject({
      answer: 'yes',
      confinedTo: ['arn:aws:iam::*:role/team-*'],
    });
  });

  test('includes the holder or not', () => {
    const everyRole = allow('iam:PutRolePolicy');
    expect(find(withStatements(everyRole), 'iam:PutRolePolicy')?.includesHolder).toBe('yes');
    expect(find(withStatements(everyRole, deny('*', ROLE)), 'iam:PutRolePolicy')?.includesHolder).toBe('no');
    const user = holding([inline(allow('iam:PutUserPolicy'))], null, `arn:aws:iam::${ACCOUNT}:user/ci`);
    expect(find(user, 'iam:PutUserPolicy')?.includesHolder).toBe('yes');
    expect(find(withStatements(allow('iam:PutUserPolicy')), 'iam:PutUserPolicy')?.includesHolder).toBe('no');
  });
});

describe('the service that a role is passed to', () => {
  const passing = (condition: object): PermissionSet =>
    withStatements(allow(['lambda:*', 'ec2:*', 'eks:*']), allow('iam:PassRole', '*', condition));

  test.for<[name: string, condition: object, found: readonly string[]]>([
    [
      'by name',
      { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      ['ec2:RunInstances', 'ec2:RequestSpotInstances'],
    ],
    [
      'by key and value in any case',
      { StringEqualsIgnoreCase: { 'IAM:passedtoservice': 'EKS.amazonaws.com' } },
      [],
    ],
    [
      'by pattern',
      { StringLike: { 'iam:PassedToService': '*.eks.amazonaws.com' } },
      ['eks:CreatePodIdentityAssociation'],
    ],
    [
      'by exclusion',
      { StringNotEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'ec2.amazonaws.com'] } },
      ['eks:CreatePodIdentityAssociation'],
    ],
  ])('%s', ([, condition, found]) => {
    const names = escalationPaths(passing(condition)).paths.map(({ path }) => path.name);
    expect(names.filter((name) => name.startsWith('iam:PassRole'))).toEqual(
      expect.arrayContaining(found.map((action) => `iam:PassRole+${action}`)),
    );
    expect(names.filter((name) => name.startsWith('iam:PassRole'))).toHaveLength(found.length);
  });
});

describe('what is not known', () => {
  test('leaves a path open, and is named', () => {
    const set = withStatements(
      allow('iam:PutRolePolicy', ROLE, { StringEquals: { 'aws:PrincipalTag/a': 'b' } }),
    );
    expect(find(set, 'iam:PutRolePolicy')).toMatchObject({
      answer: 'undecided',
      confinedTo: [ROLE],
      missing: [expect.stringContaining('aws:PrincipalTag/a')],
    });
  });

  test('in a supporting permission counts as well', () => {
    const set = withStatements(
      allow('iam:PassRole'),
      allow('ec2:RunInstances', '*', { StringEquals: { 'ec2:InstanceType': 't3.nano' } }),
    );
    expect(find(set, 'iam:PassRole+ec2:RunInstances')).toMatchObject({ answer: 'undecided' });
  });

  test('a policy that was not read may hold every path but those that a boundary or a Deny excludes', () => {
    const name = `arn:aws:iam::${ACCOUNT}:policy/other`;
    const open = escalationPaths(holding([unread(name)]));
    expect(open.answer).toBe('undecided');
    expect(open.paths).toHaveLength(ESCALATION_PATHS.length);
    const { paths } = escalationPaths(holding([unread(name), inline(deny(['iam:*', 'sts:*']))]));
    expect(paths.every(({ path }) => path.depends === 'workload')).toBe(true);
    expect(escalationPaths(holding([unread(name)], inline(allow('s3:*')))).answer).toBe('no');
  });
});

test('patterns made to take long leave it undecided, and say so', () => {
  const many = (name: string): readonly string[] =>
    Array.from(
      { length: 8 },
      (_, index) => `arn:aws:iam::*:role/${'*a'.repeat(10)}${name}${index}${'a*'.repeat(10)}`,
    );
  const set = holding([inline(allow('*', many('x')))], inline(allow('*', many('y'))));
  const { answer, paths } = escalationPaths(set);
  expect(answer).toBe('undecided');
  expect(paths.every(({ missing }) => missing.length > 0)).toBe(true);
});

describe('the data', () => {
  test('holds at least thirty paths, each once, with its source', () => {
    expect(ESCALATION_PATHS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(ESCALATION_PATHS.map(({ name }) => name)).size).toBe(ESCALATION_PATHS.length);
    expect(ESCALATION_PATHS.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });

  test('names each path after its permissions', () => {
    for (const { name, actions, supports } of ESCALATION_PATHS) {
      const parts = [...actions, ...supports.map(({ action }) => action)];
      expect(needed(name).toSorted()).toEqual(parts.toSorted());
    }
  });
});

test('a Deny of all but roles leaves no user whose name would need a colon', () => {
  const others = { ...deny('*'), Resource: undefined, NotResource: 'arn:aws:iam::*:role/*' };
  expect(find(withStatements(allow('*'), others), 'iam:CreateLoginProfile')).toBeUndefined();
  expect(find(withStatements(allow('*'), others), 'iam:PutRolePolicy')).toMatchObject({ answer: 'yes' });
});
