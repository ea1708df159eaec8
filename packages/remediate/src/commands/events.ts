import {
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { commandOf, type Send } from './send.ts';

/** What repairs call, by IAM action. */
const COMMANDS = {
  'events:DisableRule': DisableRuleCommand,
  'events:EnableRule': EnableRuleCommand,
  'events:PutRule': PutRuleCommand,
  'events:PutTargets': PutTargetsCommand,
  'events:RemoveTargets': RemoveTargetsCommand,
};

export const send: Send = async (clients, step, abortSignal) => {
  const { client } = await clients.events(step.region);
  const Command = commandOf<new (input: never) => object>(COMMANDS, step);
  return client.send(new Command(step.input as never) as never, { abortSignal });
};
