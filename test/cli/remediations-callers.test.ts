import { PassThrough } from 'node:stream';
import { type ErrorCode, ServiceError } from '@podguard/core';
import { finishFirst, ownPrincipals, personOfCaller, principalOfCaller } from 'podguard/remediate';
import { describe, expect, it } from 'vitest';
import { READER } from './remediate-account.ts';

describe('what fails in the middle', () => {
  it.for<[code: ErrorCode, isTold: boolean]>([
    ['store-unreachable', true],
    ['store-contended', true],
    ['usage', false],
    ['finding-not-found', false],
  ])('is told how it is finished where it may have begun: %s', async ([code, isTold]) => {
    const stderr = new PassThrough();
    const terminal = { stderr, signal: new AbortController().signal } as never;
    const failing = finishFirst(terminal, async () => {
      throw new ServiceError(code, 'as it failed');
    });
    await expect(failing).rejects.toThrow('as it failed');
    const told = String(stderr.read() ?? '');
    expect(told.includes('the same command finishes it by reading')).toBe(isTold);
  });
});

describe('whose approval it is', () => {
  it.for<[arn: string, person: string, principal: string]>([
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_mine_x/alice',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_mine_x',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_mine_x',
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Unread_0123456789abcdef/alice',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Unread_0123456789abcdef',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Unread_0123456789abcdef',
    ],
    [READER, READER, READER],
    ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'],
    [
      'arn:aws:sts::111122223333:assumed-role/security/session-1',
      'arn:aws:iam::111122223333:role/security',
      'arn:aws:iam::111122223333:role/security',
    ],
    [
      'arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Security_0123456789abcdef/noor@example.com',
      'noor@example.com (IAM Identity Center)',
      'arn:aws-cn:iam::111122223333:role/AWSReservedSSO_Security_0123456789abcdef',
    ],
    [
      'arn:aws:sts::111122223333:federated-user/any-name',
      'a federated user of 111122223333',
      'arn:aws:sts::111122223333:federated-user/any-name',
    ],
  ])('is told of %s', async ([arn, person, principal]) => {
    const roles: Readonly<Record<string, string>> = {
      AWSReservedSSO_mine_x: 'arn:aws:iam::111122223333:role/AWSReservedSSO_mine_x',
      AWSReservedSSO_Security_0123456789abcdef:
        'arn:aws-cn:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Security_0123456789abcdef',
    };
    const told = await personOfCaller(arn, async (name) => roles[name]);
    expect([told, principalOfCaller(arn)]).toEqual([person, principal]);
  });

  it.for<[where: string, ownParts: string[], own: string[]]>([
    ['.podguard', ['podguard-prod'], []],
    ['dynamodb:podguard-prod-TableTable-ab@eu-central-1', [], ['podguard-prod-remediate']],
    ['dynamodb:events', ['podguard-prod'], ['podguard-prod-remediate']],
    ['dynamodb:podguard-prod-TableTable-ab', ['podguard-prod-'], ['podguard-prod-remediate']],
  ])('knows the roles of the service over %s with own parts %j', ([where, ownParts, own]) => {
    const caller = { arn: READER, account: '111122223333', region: 'eu-central-1' };
    const arns = own.map((name) => `arn:aws:iam::111122223333:role/${name}`);
    expect(ownPrincipals(where, caller, { ownParts })).toEqual(arns);
  });
});
