import type { EscalationPath } from './escalation-path.ts';

const PATHFINDING = 'https://pathfinding.cloud/paths';

/** The role is passed to one of the services, and something that the holder controls then runs with it. */
function passing(
  source: string,
  passedTo: readonly string[],
  actions: readonly string[],
  summary: string,
): EscalationPath {
  return {
    name: ['iam:PassRole', ...actions].join('+'),
    source,
    summary,
    target: 'role',
    gains: 'rights',
    actions: ['iam:PassRole'],
    supports: actions.map((action) => ({ action, target: 'any' })),
    passedTo,
    depends: 'nothing',
  };
}

export const PASS_ROLE_PATHS: readonly EscalationPath[] = [
  passing(
    `${PATHFINDING}/ec2-001`,
    ['ec2.amazonaws.com'],
    ['ec2:RunInstances'],
    'Starts an instance with the role and reads its credentials there.',
  ),
  passing(
    `${PATHFINDING}/ec2-004`,
    ['ec2.amazonaws.com'],
    ['ec2:RequestSpotInstances'],
    'Asks for a spot instance with the role and reads its credentials there.',
  ),
  passing(
    `${PATHFINDING}/lambda-001`,
    ['lambda.amazonaws.com'],
    ['lambda:CreateFunction', 'lambda:InvokeFunction'],
    'Runs code of its own as a new function with the role.',
  ),
  passing(
    `${PATHFINDING}/lambda-002`,
    ['lambda.amazonaws.com'],
    ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
    'Has a new function with the role called by a stream or a queue.',
  ),
  passing(
    `${PATHFINDING}/lambda-006`,
    ['lambda.amazonaws.com'],
    ['lambda:CreateFunction', 'lambda:AddPermission'],
    'Lets somebody else call a new function with the role.',
  ),
  passing(
    `${PATHFINDING}/cloudformation-001`,
    ['cloudformation.amazonaws.com'],
    ['cloudformation:CreateStack'],
    'Has a stack made by the role, of whatever a template says.',
  ),
  passing(
    `${PATHFINDING}/cloudformation-003`,
    ['cloudformation.amazonaws.com'],
    ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    'Has stacks of a new set made by the role.',
  ),
  passing(
    `${PATHFINDING}/cloudformation-004`,
    ['cloudformation.amazonaws.com'],
    ['cloudformation:UpdateStackSet'],
    'Has the stacks of a set changed by the role.',
  ),
  passing(
    `${PATHFINDING}/glue-001`,
    ['glue.amazonaws.com'],
    ['glue:CreateDevEndpoint'],
    'Opens a development endpoint with the role.',
  ),
  passing(
    `${PATHFINDING}/glue-003`,
    ['glue.amazonaws.com'],
    ['glue:CreateJob', 'glue:StartJobRun'],
    'Runs a script of its own as a new job with the role.',
  ),
  passing(
    `${PATHFINDING}/glue-004`,
    ['glue.amazonaws.com'],
    ['glue:CreateJob', 'glue:CreateTrigger'],
    'Has a new job with the role started by a trigger.',
  ),
  passing(
    `${PATHFINDING}/glue-005`,
    ['glue.amazonaws.com'],
    ['glue:UpdateJob', 'glue:StartJobRun'],
    'Gives a job the role and a script of its own, and runs it.',
  ),
  passing(
    `${PATHFINDING}/glue-006`,
    ['glue.amazonaws.com'],
    ['glue:UpdateJob', 'glue:CreateTrigger'],
    'Gives a job the role and has it started by a trigger.',
  ),
  passing(
    `${PATHFINDING}/glue-007`,
    ['glue.amazonaws.com'],
    ['glue:CreateSession', 'glue:RunStatement'],
    'Runs statements of its own in an interactive session with the role.',
  ),
  passing(
    `${PATHFINDING}/datapipeline-001`,
    ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'],
    ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition'],
    'Has a pipeline run commands of its own with the role.',
  ),
  passing(
    `${PATHFINDING}/sagemaker-001`,
    ['sagemaker.amazonaws.com'],
    ['sagemaker:CreateNotebookInstance'],
    'Opens a notebook with the role.',
  ),
  passing(
    `${PATHFINDING}/sagemaker-002`,
    ['sagemaker.amazonaws.com'],
    ['sagemaker:CreateTrainingJob'],
    'Runs a training image of its own with the role.',
  ),
  passing(
    `${PATHFINDING}/sagemaker-003`,
    ['sagemaker.amazonaws.com'],
    ['sagemaker:CreateProcessingJob'],
    'Runs a processing image of its own with the role.',
  ),
  passing(
    `${PATHFINDING}/codebuild-001`,
    ['codebuild.amazonaws.com'],
    ['codebuild:CreateProject', 'codebuild:StartBuild'],
    'Runs a build of its own in a new project with the role.',
  ),
  passing(
    `${PATHFINDING}/ecs-004`,
    ['ecs-tasks.amazonaws.com'],
    ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
    'Runs a container of its own as a task with the role.',
  ),
  passing(
    `${PATHFINDING}/ecs-003`,
    ['ecs-tasks.amazonaws.com'],
    ['ecs:RegisterTaskDefinition', 'ecs:CreateService'],
    'Has a service run a container of its own with the role.',
  ),
  passing(
    `${PATHFINDING}/ecs-005`,
    ['ecs-tasks.amazonaws.com'],
    ['ecs:RegisterTaskDefinition', 'ecs:StartTask'],
    'Starts a container of its own on a given instance with the role.',
  ),
  passing(
    `${PATHFINDING}/ecs-008`,
    ['ecs-tasks.amazonaws.com'],
    ['ecs:RunTask'],
    'Runs a task that is defined already, with the role in place of its own.',
  ),
  passing(
    `${PATHFINDING}/apprunner-001`,
    ['tasks.apprunner.amazonaws.com'],
    ['apprunner:CreateService'],
    'Runs an image of its own as a service with the role.',
  ),
  passing(
    `${PATHFINDING}/emr-001`,
    ['elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'],
    ['elasticmapreduce:RunJobFlow'],
    'Runs steps of its own on a new cluster with the role.',
  ),
  passing(
    `${PATHFINDING}/emrserverless-001`,
    ['emr-serverless.amazonaws.com'],
    ['emr-serverless:CreateApplication', 'emr-serverless:StartJobRun'],
    'Runs a job of its own in a new application with the role.',
  ),
  passing(
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
    ['pods.eks.amazonaws.com'],
    ['eks:CreatePodIdentityAssociation'],
    'Binds the role to a service account whose pods then have it.',
  ),
  passing(
    `${PATHFINDING}/codebuild-004`,
    ['codebuild.amazonaws.com'],
    ['codebuild:CreateProject', 'codebuild:StartBuildBatch'],
    'Runs a batch of builds of its own in a new project with the role.',
  ),
  passing(
    `${PATHFINDING}/bedrock-001`,
    ['bedrock-agentcore.amazonaws.com'],
    ['bedrock-agentcore:CreateCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'],
    'Runs code of its own in a new code interpreter with the role.',
  ),
];
