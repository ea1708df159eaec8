import { newId, type Role } from './account.ts';
import { iamPage, noSuch } from './iam-pages.ts';
import { AwsError, type Data, listOf, type Operation, optional, textOf, type Where } from './operation.ts';

interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

function roleIn(input: Data, { account }: Where): Role {
  const name = textOf(input, 'RoleName');
  return account.roles.get(name) ?? noSuch(`The role with name ${name} cannot be found.`);
}

/** As IAM writes a policy in an answer. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function withOwnSids(document: string): string {
  const sids = [...document.matchAll(/"Sid"\s*:\s*"([^"]*)"/g)].map(([, sid]) => sid);
  if (new Set(sids).size < sids.length)
    throw new AwsError(
      'MalformedPolicyDocument',
      400,
      'Statement IDs (SID) in a single policy must be unique.',
    );
  return document;
}

/** On a role `Team` and `team` are one tag. */
function addTags(tags: Map<string, string>, added: readonly Tag[]): void {
  for (const { Key, Value = '' } of added) {
    const same = [...tags.keys()].find((key) => key.toLowerCase() === Key.toLowerCase());
    if (same !== undefined) tags.delete(same);
    tags.set(Key, Value);
  }
}

export function tagList({ tags }: Role): readonly Data[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

function told(role: Role): Data {
  const { told } = role;
  const Tags = tagList(role);
  return { ...told, ...(Tags.length > 0 ? { Tags } : {}) };
}

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

export const IAM_ROLES: readonly Operation[] = [
  write('CreateRole', (input, { account, now }) => {
    const RoleName = textOf(input, 'RoleName');
    if (account.roles.has(RoleName))
      throw new AwsError('EntityAlreadyExists', 409, `Role with name ${RoleName} already exists.`);
    const Path = optional(input, 'Path') ?? '/';
    const boundary = optional(input, 'PermissionsBoundary');
    const role: Role = {
      told: {
        Path,
        RoleName,
        RoleId: newId(account, 'AROA', 21),
        Arn: `arn:aws:iam::${account.id}:role${Path}${RoleName}`,
        CreateDate: now,
        AssumeRolePolicyDocument: encoded(withOwnSids(textOf(input, 'AssumeRolePolicyDocument'))),
        MaxSessionDuration: Number(input.MaxSessionDuration ?? 3600),
        ...(boundary === undefined ? {} : { PermissionsBoundary: boundaryOf(boundary) }),
      },
      inline: new Map(),
      attached: new Set(),
      tags: new Map(),
    };
    addTags(role.tags, listOf<Tag>(input, 'Tags'));
    account.roles.set(RoleName, role);
    return { Role: told(role) };
  }),
  read('GetRole', (input, where) => ({ Role: { RoleLastUsed: {}, ...told(roleIn(input, where)) } })),
  read('ListRoles', (input, { account }) => {
    // Without tags, boundary and last use: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
    const all = [...account.roles.values()].map(
      ({ told: { PermissionsBoundary: _, RoleLastUsed: __, ...rest } }) => rest,
    );
    return iamPage('Roles', all, input);
  }),
  write('DeleteRole', (input, where) => {
    roleIn(input, where);
    where.account.roles.delete(textOf(input, 'RoleName'));
    return {};
  }),
  write('UpdateAssumeRolePolicy', (input, where) => {
    roleIn(input, where).told.AssumeRolePolicyDocument = encoded(
      withOwnSids(textOf(input, 'PolicyDocument')),
    );
    return {};
  }),
  write('UpdateRole', (input, where) => {
    roleIn(input, where).told.MaxSessionDuration = Number(input.MaxSessionDuration ?? 3600);
    return {};
  }),
  write('PutRolePermissionsBoundary', (input, where) => {
    roleIn(input, where).told.PermissionsBoundary = boundaryOf(textOf(input, 'PermissionsBoundary'));
    return {};
  }),
  write('DeleteRolePermissionsBoundary', (input, where) => {
    delete roleIn(input, where).told.PermissionsBoundary;
    return {};
  }),
  write('PutRolePolicy', (input, where) => {
    roleIn(input, where).inline.set(textOf(input, 'PolicyName'), textOf(input, 'PolicyDocument'));
    return {};
  }),
  write('DeleteRolePolicy', (input, where) => {
    if (!roleIn(input, where).inline.delete(textOf(input, 'PolicyName'))) noSuch('no such policy');
    return {};
  }),
  read('ListRolePolicies', (input, where) =>
    iamPage('PolicyNames', [...roleIn(input, where).inline.keys()], input),
  ),
  read('GetRolePolicy', (input, where) => {
    const PolicyName = textOf(input, 'PolicyName');
    const document = roleIn(input, where).inline.get(PolicyName) ?? noSuch(`no policy ${PolicyName}`);
    return { RoleName: input.RoleName, PolicyName, PolicyDocument: encoded(document) };
  }),
  write('AttachRolePolicy', (input, where) => {
    roleIn(input, where).attached.add(textOf(input, 'PolicyArn'));
    return {};
  }),
  write('DetachRolePolicy', (input, where) => {
    if (!roleIn(input, where).attached.delete(textOf(input, 'PolicyArn'))) noSuch('no such policy');
    return {};
  }),
  read('ListAttachedRolePolicies', (input, where) => {
    const all = [...roleIn(input, where).attached].map((PolicyArn) => ({
      PolicyArn,
      PolicyName: PolicyArn.split('/').at(-1),
    }));
    return iamPage('AttachedPolicies', all, input);
  }),
  write('TagRole', (input, where) => {
    addTags(roleIn(input, where).tags, listOf<Tag>(input, 'Tags'));
    return {};
  }),
  write('UntagRole', (input, where) => {
    const { tags } = roleIn(input, where);
    const gone = listOf<string>(input, 'TagKeys').map((key) => key.toLowerCase());
    for (const key of [...tags.keys()]) if (gone.includes(key.toLowerCase())) tags.delete(key);
    return {};
  }),
];

function boundaryOf(PermissionsBoundaryArn: string): Data {
  return { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn };
}
