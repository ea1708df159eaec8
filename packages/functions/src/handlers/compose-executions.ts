import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { DriftStartDeps } from '../drift-start.ts';
import { CALL_PATIENCE } from './compose-patience.ts';

/** Starts executions of a state machine; a module of its own, as only who starts a run needs it. */
export function createStartExecution(stateMachineArn: string): DriftStartDeps['startExecution'] {
  const sfn = new SFNClient(CALL_PATIENCE);
  return async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return 'started';
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return 'taken';
      throw error;
    }
  };
}
