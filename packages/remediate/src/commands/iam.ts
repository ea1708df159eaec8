import {
  AddClientIDToOpenIDConnectProviderCommand,
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { commandOf, type Send } from './send.ts';

/** What repairs call, by IAM action. */
const COMMANDS = {
  'iam:AddClientIDToOpenIDConnectProvider': AddClientIDToOpenIDConnectProviderCommand,
  'iam:AttachRolePolicy': AttachRolePolicyCommand,
  'iam:DeleteRolePermissionsBoundary': DeleteRolePermissionsBoundaryCommand,
  'iam:DetachRolePolicy': DetachRolePolicyCommand,
  'iam:PutRolePermissionsBoundary': PutRolePermissionsBoundaryCommand,
  'iam:RemoveClientIDFromOpenIDConnectProvider': RemoveClientIDFromOpenIDConnectProviderCommand,
  'iam:UpdateAccessKey': UpdateAccessKeyCommand,
  'iam:UpdateAssumeRolePolicy': UpdateAssumeRolePolicyCommand,
};

export const send: Send = async (clients, step, abortSignal) => {
  const { client } = await clients.iam(step.region);
  const Command = commandOf<new (input: never) => object>(COMMANDS, step);
  return client.send(new Command(step.input as never) as never, { abortSignal });
};
