import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ServiceError } from '@podguard/core';
import type { DriftStartDeps } from '../drift-start.ts';
import { answerOf } from './compose-call.ts';
import { CALL_PATIENCE } from './compose-patience.ts';

/** Starts executions of a state machine; a module of its own, as only who starts a run needs it. */
export function createStartExecution(stateMachineArn: string): DriftStartDeps['startExecution'] {
  const sfn = new SFNClient(CALL_PATIENCE);
  return async (name, input) => {
    try {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      await answerOf(`states:StartExecution of ${stateMachineArn}`, sfn.send(command));
      return 'started';
    } catch (error) {
      if (error instanceof ServiceError && error.cause instanceof ExecutionAlreadyExists) return 'taken';
      throw error;
    }
  };
}
