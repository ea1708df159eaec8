import type { Policy, Role, User } from './account.ts';
import { iamPage } from './iam-pages.ts';
import { encoded, tagList } from './iam-roles.ts';
import { type Data, listOf, type Operation, optional, pageOf, type Where } from './operation.ts';

type Filed = { readonly list: string; readonly detail: Data };

function roleDetail(role: Role): Filed {
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
  const { MaxSessionDuration: _, ...told } = role.told;
  const inline = [...role.inline].map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encoded(document),
  }));
  const detail = {
    ...told,
    RoleLastUsed: role.told.RoleLastUsed ?? {},
    InstanceProfileList: [],
    RolePolicyList: inline,
    AttachedManagedPolicies: attachedList(role.attached),
    Tags: tagList(role),
  };
  return { list: 'RoleDetailList', detail };
}

function userDetail({ told, attached }: User): Filed {
  const detail = {
    ...told,
    GroupList: [],
    UserPolicyList: [],
    AttachedManagedPolicies: attachedList(attached),
  };
  return { list: 'UserDetailList', detail };
}

function policyDetail({ told, versions, byDefault }: Policy): Filed {
  const PolicyVersionList = [...versions].map(([VersionId, document]) => ({
    Document: encoded(document),
    VersionId,
    IsDefaultVersion: VersionId === byDefault,
  }));
  return { list: 'Policies', detail: { ...told, DefaultVersionId: byDefault, PolicyVersionList } };
}

function attachedList(attached: ReadonlySet<string>): readonly Data[] {
  return [...attached].map((PolicyArn) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn }));
}

/** Fills all its lists with one page. */
const details: Operation = {
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  writes: false,
  run(input, { account }) {
    const filter = listOf<string>(input, 'Filter');
    const wants = (type: string) => filter.length === 0 || filter.includes(type);
    const all = [
      ...(wants('User') ? [...account.users.values()].map(userDetail) : []),
      ...(wants('Role') ? [...account.roles.values()].map(roleDetail) : []),
      ...(wants('LocalManagedPolicy') ? [...account.policies.values()].map(policyDetail) : []),
    ];
    const { page, next } = pageOf(all, optional(input, 'Marker'), Number(input.MaxItems ?? 100));
    const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'].map((name) => [
      name,
      page.filter(({ list }) => list === name).map(({ detail }) => detail),
    ]);
    return { ...Object.fromEntries(lists), IsTruncated: next !== undefined, Marker: next };
  },
};

const profiles: Operation = {
  service: 'iam',
  name: 'ListInstanceProfiles',
  writes: false,
  run(input, { account }: Where) {
    const all = [...account.profiles.values()].map(({ told, roles }) => ({
      ...told,
      Roles: [...roles].map((RoleName) => ({ RoleName })),
    }));
    return iamPage('InstanceProfiles', all, input);
  },
};

export const IAM_DETAILS: readonly Operation[] = [details, profiles];
