// The only door to the backend. Pages know this interface and nothing of Tauri.

import type { Answer, AppError, Intent, Route, Snapshot } from './contract';

/** How the connection to the keeper stands. */
export type LinkState =
  | { link: 'connecting' }
  | { link: 'connected' }
  /** There is no keeper; `detail` says why where that is known. */
  | { link: 'no_keeper'; detail: string | null };

/** What is pushed to the page. */
export type Push =
  | { push: 'link'; state: LinkState }
  | { push: 'snapshot'; snapshot: Snapshot }
  | { push: 'show'; route: Route; gateway?: string };

/** The backend as the page sees it. */
export interface Host {
  /** Hands everything pushed to `take`, beginning with the newest of each. */
  listen(take: (push: Push) => void): Promise<void>;
  /** Sends an intent. Rejects with an `AppError`. */
  send(intent: Intent): Promise<Answer>;
  /** Starts the keeper if none answers. Rejects with an `AppError`. */
  startKeeper(): Promise<void>;
}

/** Whatever was thrown, as an error with a sentence. */
export function asAppError(thrown: unknown): AppError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as AppError;
  }
  return { code: 'failed', message: String(thrown), retryable: false };
}
