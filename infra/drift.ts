import { driftMachine } from '@podguard/deployment';
import type { DeployedFunction } from './function.ts';
import type { Place } from './place.ts';
import { policyDocument, trustOf } from './statements.ts';

export interface DriftSpec {
  readonly prefix: string;
  readonly place: Place;
  readonly drift: DeployedFunction;
}

export interface DriftMachine {
  readonly machine: aws.sfn.StateMachine;
  /** The right to call the function: without it no run is to start. */
  readonly policy: aws.iam.RolePolicy;
}

/** Known before it is made: the function that it calls starts it. */
export function machineArn({
  prefix,
  place,
}: {
  readonly prefix: string;
  readonly place: Pick<Place, 'account' | 'home'>;
}): string {
  return `arn:aws:states:${place.home}:${place.account}:stateMachine:${prefix}-drift`;
}

/** The state machine by which the function `drift` reads the whole account; its own history says what became of each step. */
export function createDriftMachine({ prefix, place, drift }: DriftSpec): DriftMachine {
  const role = new aws.iam.Role('DriftMachineRole', {
    name: `${prefix}-drift-machine`,
    description: 'Calls the function that reads the account',
    // Source: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    assumeRolePolicy: trustOf('states.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': place.account },
      ArnLike: { 'aws:SourceArn': machineArn({ prefix, place }) },
    }),
  });
  const policy = new aws.iam.RolePolicy('DriftMachinePolicy', {
    name: 'call',
    role: role.name,
    policy: policyDocument([{ actions: ['lambda:InvokeFunction'], resources: [drift.arn] }]),
  });
  const machine = new aws.sfn.StateMachine(
    'DriftMachine',
    {
      name: `${prefix}-drift`,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: drift.arn.apply((arn) => JSON.stringify(driftMachine(arn))),
    },
    { dependsOn: [policy] },
  );
  return { machine, policy };
}
