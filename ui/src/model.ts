// What the pages draw, and what they can ask for.

import type {
  ActionView,
  Answer,
  AppError,
  ApprovalView,
  Decision,
  FindingRef,
  GatewayView,
  Intent,
  RepairView,
  Snapshot,
} from './host/contract';

/** What every page gets. */
export interface View {
  snapshot: Snapshot;
  gateway: GatewayView;
  /** The page's clock, milliseconds since 1970. */
  now: number;
  /** The repair that the sheet shows; pages leave it out. */
  inSheet: number | undefined;
  /** The finding or approval that was asked for. */
  wanted: string | undefined;
}

/** What an action is about. */
export type About = FindingRef & { title: string };

/** What the token's actions are filed under, where a finding's name stands otherwise. */
export const TOKEN = 'token';

/** What every page can do. */
export interface Deeds {
  /** About the gateway that is shown. */
  send(intent: Intent): void;
  /** About one gateway. */
  sendTo(gateway: string, intent: Intent): void;
  /** Shows another gateway on every page. */
  choose(gateway: string): void;
  /** Of a finding, or of what no finding stands for. */
  act(about: About, action: ActionView): void;
  decide(approval: ApprovalView, decision: Decision): void;
  /** About the gateways as a whole, for what shows the answer itself. Rejects with an `AppError`. */
  ask(intent: Intent): Promise<Answer | undefined>;
}

/** A finding's name in one piece, as in places and test ids. */
export function nameOf(finding: FindingRef): string {
  return finding.subject === undefined ? finding.id : `${finding.id}/${finding.subject}`;
}

export function isSame(one: FindingRef, other: FindingRef): boolean {
  return one.id === other.id && one.subject === other.subject;
}

/** The reference alone, for an intent. */
export function referenceTo(finding: FindingRef): FindingRef {
  return finding.subject === undefined ? { id: finding.id } : { id: finding.id, subject: finding.subject };
}

export function isRunning(repair: RepairView): boolean {
  return repair.outcome === undefined;
}

/** An error and where it belongs, for the banner. */
export interface Trouble {
  error: AppError;
}
