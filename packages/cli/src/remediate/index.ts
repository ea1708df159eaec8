export { awsCommand } from './aws-command.ts';
export { finishFirst } from './finish-first.ts';
export { ownPrincipals } from './own-principals.ts';
export { personOfCaller, principalOfCaller } from './person-of-caller.ts';
