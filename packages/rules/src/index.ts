export type { AdviceInput } from './advice/around.ts';
export { planMigration } from './advice/plan-migration.ts';
export { recommend } from './advice/recommend.ts';

export { catalogue } from './catalogue.ts';
export { FRAMEWORKS, type Framework } from './data/frameworks.ts';
export { LIST_OF } from './kinds/lists.ts';
export type { PostureFact } from './posture/facts.ts';
export { postureOf } from './posture/posture.ts';
export { readPostureFact } from './posture/read-fact.ts';
