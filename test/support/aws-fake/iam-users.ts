import { newId, type Stored, type User } from './account.ts';
import { iamPage, noSuch } from './iam-pages.ts';
import { AwsError, type Data, type Operation, optional, textOf, type Where } from './operation.ts';

const write = (name: string, run: Operation['run']): Operation => ({
  service: 'iam',
  name,
  writes: true,
  run,
});
const read = (name: string, run: Operation['run']): Operation => ({
  service: 'iam',
  name,
  writes: false,
  run,
});

function userIn(input: Data, { account }: Where): User {
  const name = textOf(input, 'UserName');
  return account.users.get(name) ?? noSuch(`The user with name ${name} cannot be found.`);
}

function keyIn(input: Data, where: Where): Stored {
  const id = textOf(input, 'AccessKeyId');
  return userIn(input, where).keys.get(id) ?? noSuch(`The Access Key with id ${id} cannot be found.`);
}

export const IAM_USERS: readonly Operation[] = [
  write('CreateUser', (input, { account, now }) => {
    const [UserName, Path] = [textOf(input, 'UserName'), optional(input, 'Path') ?? '/'];
    const told = {
      Path,
      UserName,
      UserId: newId(account, 'AIDA', 21),
      Arn: `arn:aws:iam::${account.id}:user${Path}${UserName}`,
      CreateDate: now,
    };
    account.users.set(UserName, { told, attached: new Set(), keys: new Map(), credentials: [] });
    return { User: told };
  }),
  read('GetUser', (input, where) => ({ User: userIn(input, where).told })),
  read('ListUsers', (input, { account }) =>
    iamPage(
      'Users',
      [...account.users.values()].map(({ told }) => told),
      input,
    ),
  ),
  write('AttachUserPolicy', (input, where) => {
    userIn(input, where).attached.add(textOf(input, 'PolicyArn'));
    return {};
  }),
  write('DetachUserPolicy', (input, where) => {
    userIn(input, where).attached.delete(textOf(input, 'PolicyArn'));
    return {};
  }),
  read('ListAttachedUserPolicies', (input, where) => {
    const all = [...userIn(input, where).attached].map((PolicyArn) => ({ PolicyArn }));
    return iamPage('AttachedPolicies', all, input);
  }),
  write('CreateServiceSpecificCredential', (input, where) => {
    const user = userIn(input, where);
    const made = {
      UserName: input.UserName,
      Status: 'Active',
      ServiceName: textOf(input, 'ServiceName'),
      ServiceSpecificCredentialId: newId(where.account, 'ACCA', 21),
      CreateDate: where.now,
    };
    where.account.users.set(String(input.UserName), { ...user, credentials: [...user.credentials, made] });
    return { ServiceSpecificCredential: made };
  }),
  read('ListServiceSpecificCredentials', (input, where) =>
    iamPage('ServiceSpecificCredentials', userIn(input, where).credentials, input),
  ),
  write('CreateAccessKey', (input, where) => {
    const made = {
      UserName: textOf(input, 'UserName'),
      AccessKeyId: newId(where.account, 'AKIA', 20),
      Status: 'Active',
      CreateDate: where.now,
    };
    userIn(input, where).keys.set(made.AccessKeyId, { ...made });
    return { AccessKey: made };
  }),
  write('UpdateAccessKey', (input, where) => {
    keyIn(input, where).Status = textOf(input, 'Status');
    return {};
  }),
  write('DeleteAccessKey', (input, where) => {
    keyIn(input, where);
    userIn(input, where).keys.delete(textOf(input, 'AccessKeyId'));
    return {};
  }),
  read('ListAccessKeys', (input, where) => {
    const all = [...userIn(input, where).keys.values()].map(({ LastUsedDate: _, ...told }) => told);
    return iamPage('AccessKeyMetadata', all, input);
  }),
  read('GetAccessKeyLastUsed', (input, { account }) => {
    const id = textOf(input, 'AccessKeyId');
    const key = [...account.users.values()].find(({ keys }) => keys.has(id))?.keys.get(id);
    // Of a key that is not the account's IAM says no more.
    if (key === undefined)
      throw new AwsError('AccessDenied', 403, 'User is not authorized to perform this operation');
    const { UserName, LastUsedDate } = key;
    const never = { Region: 'N/A', ServiceName: 'N/A' };
    const used = { LastUsedDate, Region: 'eu-central-1', ServiceName: 's3' };
    return { UserName, AccessKeyLastUsed: LastUsedDate === undefined ? never : used };
  }),
];
