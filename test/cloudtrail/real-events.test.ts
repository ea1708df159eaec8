import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '@podguard/core';
import { expect, test } from 'vitest';
import { outcomeOf, told } from './describe-event.ts';

// Real public records lie beside a checkout on some machines only, and are not ours to copy: here is what comes out of them.
const FOLDER = new URL('../../../shared/real-events/', import.meta.url);
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

/** Each line checked by hand against its record. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'AddRoleToInstanceProfile.json': [
    'patch instance-profile/stratus-red-team-ec2-steal-credentials-instance +name-f8c536',
    'patch instance-profile/stratus-red-team-ec2-enumerate-instance +stratus-red-team-ec2-enumerate-role',
    'patch instance-profile/stratus-red-team-usr-data-instance +stratus-red-team-usr-data-role',
  ],
  'AssumeRole.json': Array.from({ length: 4 }, () => [
    'failed-call',
    'use 111122220001/AKIA564A9508AEXAMPLE: from 192.168.10.20',
  ]).flat(),
  // The redactor replaced the providers.
  'AssumeRoleWithWebIdentity.json': [
    'name-72aa94',
    'name-599bcd',
    'mockuser229',
    'mockuser229',
    'sampleuser44',
    'name-f2fe03',
    'name-f2fe03',
    'name-f2fe03',
    'mockuser229',
    'mockuser229',
    'name-9988a2',
    'mockuser206',
    'mockuser206',
    'mockuser229',
    'testuser105',
    'mockuser229',
    'name-65d742',
    'mockuser229',
    'name-9988a2',
    'mockuser229',
    'devuser39',
    'mockuser229',
  ].map((name) => `use role/${name}: web-identity`),
  'AttachRolePolicy.json': [
    'patch role/name-f8c536 +AmazonSSMManagedInstanceCore',
    'patch role/stratus-red-team-ec2-enumerate-role +AmazonSSMManagedInstanceCore',
    'patch role/name-eed2b6 +stratus-red-team-ec2lui-policy-pcccexdthk',
    'patch role/stratus-red-team-usr-data-role +AmazonSSMManagedInstanceCore',
    'patch role/name-7092cd +stratus-red-team-ec2lui-policy-wuzemnoeqa',
    'patch role/stratus-red-team-backdoor-r-role +AdministratorAccess',
  ],
  'CreateAccessKey.json': [
    'create AKIABCC6F1C9AEXAMPLE Active of name-91bc44, own: false',
    'patch user/name-91bc44 +',
    'create AKIA6219E7236EXAMPLE Active of name-1da201, own: false',
    'patch user/name-1da201 +',
  ],
  'CreateRole.json': [
    'create role/name-456ceb trusting 111122220001',
    'create role/stratus-red-team-backdoor-r-role trusting ec2.amazonaws.com',
    'create role/name-f8c536 trusting ec2.amazonaws.com',
    'create role/stratus-red-team-remove-flow-logs-role trusting vpc-flow-logs.amazonaws.com',
    'create role/name-88338a trusting 111122220001',
    'create role/stratus-red-team-get-usr-data-role trusting 111122220001',
    'create role/stratus-red-team-ec2-enumerate-role trusting ec2.amazonaws.com',
    'create role/stratus-red-team-usr-data-role trusting ec2.amazonaws.com',
    'create role/name-eed2b6 trusting 111122220001',
    'create role/name-7092cd trusting 111122220001',
    'create role/stratus-red-team-backdoor-f-lambda trusting lambda.amazonaws.com',
    'create role/stratus-red-team-trust-anchor-role trusting rolesanywhere.amazonaws.com',
    'create role/stratus-red-team-olc-lambda-xhfgzaowxc trusting lambda.amazonaws.com',
    'create role/TestRole trusting ec2.amazonaws.com',
  ],
  'CreateUser.json': [
    'create name-2885ae AIDACFAE4238FEXAMPLE',
    'create name-91bc44 AIDA420213589EXAMPLE',
    'create name-1da201 AIDA1F8E6164CEXAMPLE',
    'create name-6a7c46 AIDACA9F19B94EXAMPLE',
    'create name-6295af AIDADE2C1898AEXAMPLE',
  ],
  'DeleteAccessKey.json': [
    'delete 111122220001/AKIA6219E7236EXAMPLE',
    'delete 111122220001/AKIABCC6F1C9AEXAMPLE',
  ],
  'GetSecretValue.json': [
    6, 15, 4, 3, 16, 1, 7, 6, 1, 11, 8, 16, 18, 10, 2, 2, 12, 17, 9, 8, 17, 18, 19, 14, 5,
  ].map(
    (which) => `use stratus-red-team-retrieve-secret-${which}: static-key 111122220001/AKIA564A9508AEXAMPLE`,
  ),
  'PutRolePolicy.json': [
    'patch role/name-456ceb inline-policy: ec2:Describe*',
    'patch role/name-f8c536 inline: ec2:Describe*',
    'patch role/name-88338a inline-policy: ec2:Describe*',
    'patch role/stratus-red-team-remove-flow-logs-role stratus-red-team-remove-flow-logs-policy: logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:DescribeLogGroups logs:DescribeLogStreams',
    'patch role/stratus-red-team-get-usr-data-role inline-policy: ec2:DescribeInstances',
  ],
  'RunInstances.json': [
    'failed-call',
    'create instance/i-0dbc91f429e48eeed optional enabled 1, stratus-red-team-ec2-steal-credentials-instance, tags StratusRedTeam',
    'failed-call',
    'failed-call',
    'create instance/i-05c30218156bcc246 optional enabled 1, stratus-red-team-ec2-enumerate-instance, tags StratusRedTeam',
    'failed-call',
    'failed-call',
    'failed-call',
    // Of 2017: no metadata options yet, and Auto Scaling tagged afterwards.
    'create instance/i-069954d7c5578441f ? ? ?, null, tags ?',
  ],
  'UpdateAssumeRolePolicy.json': [
    'patch role/stratus-red-team-backdoor-r-role trusting ec2.amazonaws.com',
    'patch role/stratus-red-team-backdoor-r-role trusting ec2.amazonaws.com arn:aws:iam::111122220007:root',
  ],
};

test('the changes of real records', () => {
  const found = Object.fromEntries(
    files.map((file) => [file, linesOf(file)]).filter(([, lines]) => lines?.length),
  );
  expect(found).toEqual(files.length === 0 ? {} : EXPECTED);
});

function linesOf(file: string): readonly string[] {
  const { Records: records } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as {
    Records: JsonObject[];
  };
  return records.map(outcomeOf).flatMap((outcome) => {
    if (outcome.kind === 'irrelevant') return [];
    return outcome.kind === 'changes' ? outcome.changes.map((change) => line(told(change))) : [outcome.kind];
  });
}

function line({ op, key, creates, use, fields = {}, sets = {} }: ReturnType<typeof told>): string {
  if (op === 'delete') return `delete ${key}`;
  if (use !== undefined) return `use ${key.slice(key.lastIndexOf(':') + 1)}: ${use}`;
  const [verb, name] = [creates ? 'create' : op, key.slice(key.lastIndexOf(':') + 1)];
  const list = (set: JsonObject | null | undefined) =>
    set === null
      ? '?'
      : Object.keys(set ?? {})
          .map(lastPart)
          .join(' ');
  if ('httpTokens' in fields) {
    const { httpTokens, httpEndpoint, hopLimit, profileArn } = fields;
    return `${verb} ${name} ${httpTokens} ${httpEndpoint} ${hopLimit}, ${lastPart(String(profileArn))}, tags ${list(sets.tags)}`;
  }
  if ('keyId' in fields)
    return `${verb} ${fields.keyId} ${fields.status} of ${fields.userName}, own: ${fields.createdByOwner}`;
  if ('userId' in fields) return `${verb} ${lastPart(String(fields.arn))} ${fields.userId}`;
  if ('trust' in fields) return `${verb} ${name} trusting ${principals(String(fields.trust))}`;
  if (sets.inlinePolicies) return `${verb} ${name} ${inline(sets.inlinePolicies)}`;
  return `${verb} ${name} +${Object.values(sets).map(list).join()}`;
}

function inline(policies: JsonObject): string {
  const actions = (document: JsonValue) =>
    (JSON.parse(String(document)) as { Statement: { Action: string | string[] }[] }).Statement.flatMap(
      ({ Action: action }) => action,
    );
  return Object.entries(policies)
    .map(([name, document]) => `${name}: ${actions(document).join(' ')}`)
    .join();
}

function principals(trust: string): string {
  const { Statement: statements } = JSON.parse(trust) as {
    Statement: { Principal: Record<string, string | string[]> }[];
  };
  return statements.flatMap(({ Principal: principal }) => Object.values(principal).flat()).join(' ');
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
