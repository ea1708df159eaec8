import { existsSync } from 'node:fs';
import path from 'node:path';

/** The directory of the Git repository that a directory lies in; without one the directory itself. A worktree has a file called `.git`. */
export function repositoryRoot(directory: string): string {
  for (let place = path.resolve(directory); ; place = path.dirname(place)) {
    if (existsSync(path.join(place, '.git'))) return place;
    if (path.dirname(place) === place) return path.resolve(directory);
  }
}
