import {
  ModifyInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import { commandOf, type Send } from './send.ts';

/** What repairs call, by IAM action. */
const COMMANDS = {
  'ec2:ModifyInstanceMetadataDefaults': ModifyInstanceMetadataDefaultsCommand,
  'ec2:ModifyInstanceMetadataOptions': ModifyInstanceMetadataOptionsCommand,
};

export const send: Send = async (clients, step, abortSignal) => {
  const { client } = await clients.ec2(step.region);
  const Command = commandOf<new (input: never) => object>(COMMANDS, step);
  return client.send(new Command(step.input as never) as never, { abortSignal });
};
