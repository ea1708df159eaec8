import { newId } from './account.ts';
import { iamPage, noSuch } from './iam-pages.ts';
import { encoded } from './iam-roles.ts';
import { AwsError, type Data, listOf, type Operation, optional, textOf, type Where } from './operation.ts';

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
/** A query's flags are texts. */
const isTrue = (value: unknown): boolean => value === 'true';

function policyIn(input: Data, { account }: Where) {
  const arn = textOf(input, 'PolicyArn');
  return account.policies.get(arn) ?? noSuch(`Policy ${arn} does not exist or is not attachable.`);
}

const POLICIES: readonly Operation[] = [
  write('CreatePolicy', (input, { account, now }) => {
    const [PolicyName, Path] = [textOf(input, 'PolicyName'), optional(input, 'Path') ?? '/'];
    const Arn = `arn:aws:iam::${account.id}:policy${Path}${PolicyName}`;
    const told = { PolicyName, PolicyId: newId(account, 'ANPA', 21), Arn, Path, CreateDate: now };
    const versions = new Map([['v1', textOf(input, 'PolicyDocument')]]);
    account.policies.set(Arn, { told, versions, byDefault: 'v1', newest: 1 });
    return { Policy: { ...told, DefaultVersionId: 'v1' } };
  }),
  write('CreatePolicyVersion', (input, where) => {
    const policy = policyIn(input, where);
    if (policy.versions.size >= 5)
      throw new AwsError('LimitExceeded', 409, 'a policy has at most 5 versions');
    policy.newest += 1;
    const VersionId = `v${policy.newest}`;
    policy.versions.set(VersionId, textOf(input, 'PolicyDocument'));
    if (isTrue(input.SetAsDefault)) policy.byDefault = VersionId;
    return {
      PolicyVersion: { VersionId, IsDefaultVersion: policy.byDefault === VersionId, CreateDate: where.now },
    };
  }),
  write('SetDefaultPolicyVersion', (input, where) => {
    policyIn(input, where).byDefault = textOf(input, 'VersionId');
    return {};
  }),
  write('DeletePolicyVersion', (input, where) => {
    if (!policyIn(input, where).versions.delete(textOf(input, 'VersionId'))) noSuch('no such version');
    return {};
  }),
  write('DeletePolicy', (input, where) => {
    policyIn(input, where);
    where.account.policies.delete(textOf(input, 'PolicyArn'));
    return {};
  }),
  read('ListPolicies', (input, { account }) => {
    const attached = new Set([...account.roles.values()].flatMap((role) => [...role.attached]));
    const all = [...account.policies.values()]
      .filter(({ told }) => !isTrue(input.OnlyAttached) || attached.has(String(told.Arn)))
      .map(({ told, byDefault }) => ({ ...told, DefaultVersionId: byDefault }));
    return iamPage('Policies', all, input);
  }),
  read('ListPolicyVersions', (input, where) => {
    const { versions, byDefault } = policyIn(input, where);
    const all = [...versions.keys()].map((VersionId) => ({
      VersionId,
      IsDefaultVersion: VersionId === byDefault,
    }));
    return iamPage('Versions', all, input);
  }),
  read('GetPolicyVersion', (input, where) => {
    const VersionId = textOf(input, 'VersionId');
    const { versions, byDefault } = policyIn(input, where);
    const document = versions.get(VersionId) ?? noSuch(`no version ${VersionId}`);
    return {
      PolicyVersion: { VersionId, Document: encoded(document), IsDefaultVersion: VersionId === byDefault },
    };
  }),
];

function profileIn(input: Data, { account }: Where) {
  const name = textOf(input, 'InstanceProfileName');
  return account.profiles.get(name) ?? noSuch(`Instance Profile ${name} cannot be found.`);
}

const PROFILES: readonly Operation[] = [
  write('CreateInstanceProfile', (input, { account }) => {
    const [name, Path] = [textOf(input, 'InstanceProfileName'), optional(input, 'Path') ?? '/'];
    const told = {
      Path,
      InstanceProfileName: name,
      InstanceProfileId: newId(account, 'AIPA', 21),
      Arn: `arn:aws:iam::${account.id}:instance-profile${Path}${name}`,
    };
    account.profiles.set(name, { told, roles: new Set() });
    return { InstanceProfile: { ...told, Roles: [] } };
  }),
  write('AddRoleToInstanceProfile', (input, where) => {
    profileIn(input, where).roles.add(textOf(input, 'RoleName'));
    return {};
  }),
  write('RemoveRoleFromInstanceProfile', (input, where) => {
    if (!profileIn(input, where).roles.delete(textOf(input, 'RoleName'))) noSuch('no such role');
    return {};
  }),
  read('GetInstanceProfile', (input, where) => {
    const { told, roles } = profileIn(input, where);
    return { InstanceProfile: { ...told, Roles: [...roles].map((RoleName) => ({ RoleName })) } };
  }),
];

function providerIn(input: Data, { account }: Where) {
  const arn = textOf(input, 'OpenIDConnectProviderArn');
  return account.providers.get(arn) ?? noSuch(`OpenIDConnect Provider not found for arn ${arn}`);
}

const PROVIDERS: readonly Operation[] = [
  write('CreateOpenIDConnectProvider', (input, { account }) => {
    const url = textOf(input, 'Url').replace(/^https:\/\//, '');
    const arn = `arn:aws:iam::${account.id}:oidc-provider/${url}`;
    const clientIds = new Set(listOf<string>(input, 'ClientIDList'));
    account.providers.set(arn, { url, clientIds, thumbprints: [...listOf<string>(input, 'ThumbprintList')] });
    return { OpenIDConnectProviderArn: arn };
  }),
  write('AddClientIDToOpenIDConnectProvider', (input, where) => {
    providerIn(input, where).clientIds.add(textOf(input, 'ClientID'));
    return {};
  }),
  write('RemoveClientIDFromOpenIDConnectProvider', (input, where) => {
    providerIn(input, where).clientIds.delete(textOf(input, 'ClientID'));
    return {};
  }),
  write('UpdateOpenIDConnectProviderThumbprint', (input, where) => {
    providerIn(input, where).thumbprints = [...listOf<string>(input, 'ThumbprintList')];
    return {};
  }),
  write('DeleteOpenIDConnectProvider', (input, where) => {
    where.account.providers.delete(textOf(input, 'OpenIDConnectProviderArn'));
    return {};
  }),
  read('GetOpenIDConnectProvider', (input, where) => {
    const { url, clientIds, thumbprints } = providerIn(input, where);
    return { Url: url, ClientIDList: [...clientIds], ThumbprintList: thumbprints, CreateDate: where.now };
  }),
  read('ListOpenIDConnectProviders', (_, { account }) => ({
    OpenIDConnectProviderList: [...account.providers.keys()].map((Arn) => ({ Arn })),
  })),
];

export const IAM_OTHERS: readonly Operation[] = [...POLICIES, ...PROFILES, ...PROVIDERS];
