export type { LookupSource } from './lookup-source.ts';
export { createLookupSource } from './lookup-source.ts';
export { createS3Source } from './s3-source.ts';
