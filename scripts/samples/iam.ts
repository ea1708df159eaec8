import { type Call, iamTime } from './call.ts';
import { ACCOUNT, type Caller } from './people.ts';

const iam = { source: 'iam' } as const;
const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
export const roleArn = (name: string, path = '/'): string => `arn:aws:iam::${ACCOUNT}:role${path}${name}`;

/** Unique ids have letters and digits only. */
function uniqueId(name: string, at: string): string {
  return `AROA${`${name}${at}`
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(-10)
    .padStart(10, 'X')}EXAMPLE`;
}

export function createRole(at: string, by: Caller, name: string, trust: string, path = '/'): Call {
  const role = {
    path,
    roleName: name,
    roleId: uniqueId(name, at),
    arn: roleArn(name, path),
    createDate: iamTime(at),
    assumeRolePolicyDocument: encodeURIComponent(trust),
  };
  const request = { path, roleName: name, assumeRolePolicyDocument: trust, maxSessionDuration: 3600 };
  return { ...iam, at, by, name: 'CreateRole', request, response: { role } };
}

export function setTrust(at: string, by: Caller, roleName: string, policyDocument: string): Call {
  return { ...iam, at, by, name: 'UpdateAssumeRolePolicy', request: { roleName, policyDocument } };
}

export function attach(at: string, by: Caller, roleName: string, policy: string): Call {
  return { ...iam, at, by, name: 'AttachRolePolicy', request: { roleName, policyArn: managed(policy) } };
}

export function detach(at: string, by: Caller, roleName: string, policy: string): Call {
  return { ...iam, at, by, name: 'DetachRolePolicy', request: { roleName, policyArn: managed(policy) } };
}

export function deleteRole(at: string, by: Caller, roleName: string): Call {
  return { ...iam, at, by, name: 'DeleteRole', request: { roleName } };
}

/** Who makes a key for himself sends no parameters. */
export function createKey(
  at: string,
  by: Caller,
  accessKeyId: string,
  userName: string | null,
  named: boolean,
): Call {
  const accessKey = {
    ...(userName === null ? {} : { userName }),
    accessKeyId,
    status: 'Active',
    createDate: iamTime(at),
  };
  const request = named ? { userName } : null;
  return { ...iam, at, by, name: 'CreateAccessKey', request, response: { accessKey } };
}

export function setKey(
  at: string,
  by: Caller,
  accessKeyId: string,
  userName: string | null,
  status: string,
): Call {
  const request = { ...(userName === null ? {} : { userName }), accessKeyId, status };
  return { ...iam, at, by, name: 'UpdateAccessKey', request };
}

export function deleteKey(at: string, by: Caller, accessKeyId: string, userName: string | null): Call {
  const request = { ...(userName === null ? {} : { userName }), accessKeyId };
  return { ...iam, at, by, name: 'DeleteAccessKey', request };
}

export function createProvider(at: string, by: Caller, issuer: string): Call {
  const request = {
    url: `https://${issuer}`,
    clientIDList: ['sts.amazonaws.com'],
    thumbprintList: ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
  };
  const response = { openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` };
  return { ...iam, at, by, name: 'CreateOpenIDConnectProvider', request, response };
}

export function deleteProvider(at: string, by: Caller, issuer: string): Call {
  const request = { openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` };
  return { ...iam, at, by, name: 'DeleteOpenIDConnectProvider', request };
}
