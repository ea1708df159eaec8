import {
  AssociateAccessPolicyCommand,
  CreatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand,
  DisassociateAccessPolicyCommand,
  UpdateClusterConfigCommand,
  UpdatePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import { commandOf, type Send } from './send.ts';

/** What repairs call, by IAM action. */
const COMMANDS = {
  'eks:AssociateAccessPolicy': AssociateAccessPolicyCommand,
  'eks:CreatePodIdentityAssociation': CreatePodIdentityAssociationCommand,
  'eks:DeletePodIdentityAssociation': DeletePodIdentityAssociationCommand,
  'eks:DisassociateAccessPolicy': DisassociateAccessPolicyCommand,
  'eks:UpdateClusterConfig': UpdateClusterConfigCommand,
  'eks:UpdatePodIdentityAssociation': UpdatePodIdentityAssociationCommand,
};

export const send: Send = async (clients, step, abortSignal) => {
  const { client } = await clients.eks(step.region);
  const Command = commandOf<new (input: never) => object>(COMMANDS, step);
  return client.send(new Command(step.input as never) as never, { abortSignal });
};
