import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { plainPath } from './plain-path.ts';

/** A file, written as from the directory, as a URI: relative to the root where it lies in it; else the whole one. What lies in no file system keeps its address. */
export function fileUri(file: string, directory: string, root: string): string {
  if (/^(?:s3:\/\/|lookup:[a-z0-9-]+$)/.test(file)) return encodeURI(file.toWellFormed());
  const named = plainPath(path.resolve(directory, file.toWellFormed()), root);
  if (path.isAbsolute(named)) return pathToFileURL(named).href;
  return named.split('/').map(encodeURIComponent).join('/');
}
