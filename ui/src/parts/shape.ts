// A shape of its own for each state: told apart without colour, at any size, in any theme.

import { html, type SVGTemplateResult, svg } from 'lit';
import type { RungState, Severity, State, StepState } from '../host/contract';

/** Which colour of the palette a shape takes. */
type Tone = 'good' | 'busy' | 'attention' | 'bad' | 'quiet';

interface Shape {
  tone: Tone;
  drawing: SVGTemplateResult;
}

const disc = svg`<circle cx="12" cy="12" r="9" class="fill" />`;
const ring = svg`<circle cx="12" cy="12" r="8.25" class="line" />`;
const dashedRing = svg`<circle cx="12" cy="12" r="8.25" class="line" stroke-dasharray="3.4 3.08" />`;
const triangle = svg`<path d="M12 3.2 22 20.6H2Z" class="fill" stroke-linejoin="round" />`;
const square = svg`<rect x="3.5" y="3.5" width="17" height="17" rx="2.5" class="fill" />`;
const octagon = svg`<path d="M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2Z" class="fill" />`;
const tick = svg`<path d="m7.8 12.3 2.9 2.9 5.5-6" class="mark" />`;
const cross = svg`<path d="m8.6 8.6 6.8 6.8m0-6.8-6.8 6.8" class="mark" />`;
const bang = svg`<path d="M12 9.2v5m0 3v.1" class="mark" />`;
const bangHigh = svg`<path d="M12 7v6.2m0 3.6v.1" class="mark" />`;
const bars = svg`<path d="M9.4 8.4v7.2m5.2-7.2v7.2" class="mark" />`;
const dots = svg`<path d="M8 12h.1M12 12h.1M16 12h.1" class="mark line-wide" />`;
const person = svg`<circle cx="12" cy="9.4" r="2.3" class="mark-fill" /><path d="M7.6 16.4c.7-2.5 2.3-3.6 4.4-3.6s3.7 1.1 4.4 3.6" class="mark" />`;
const arc = svg`<path d="M12 3.75A8.25 8.25 0 1 1 3.75 12" class="line" />`;
const half = svg`<circle cx="12" cy="12" r="8.25" class="line" /><path d="M12 3.75a8.25 8.25 0 0 1 0 16.5Z" class="fill" />`;
const broken = svg`<path d="M4.6 15.8a8.25 8.25 0 0 1 9.5-11.8M19.4 8.2a8.25 8.25 0 0 1-9.5 11.8" class="line" /><path d="m4 20 16-16" class="line" />`;
const plus = svg`<path d="M12 8.4v7.2M8.4 12h7.2" class="line" />`;
const question = svg`<path d="M9.7 9.8a2.3 2.3 0 1 1 3.3 2.1c-.7.4-1 .8-1 1.6m0 2.5v.1" class="line thin" />`;

const states: Record<State, Shape> = {
  running: { tone: 'good', drawing: svg`${disc}${tick}` },
  starting: { tone: 'busy', drawing: arc },
  needs_you: { tone: 'attention', drawing: svg`${disc}${person}` },
  degraded: { tone: 'attention', drawing: svg`${triangle}${bang}` },
  down: { tone: 'bad', drawing: svg`${square}${cross}` },
  gave_up: { tone: 'bad', drawing: svg`${octagon}${bangHigh}` },
  paused: { tone: 'quiet', drawing: svg`${disc}${bars}` },
  unreachable: { tone: 'bad', drawing: broken },
  not_set_up: { tone: 'quiet', drawing: svg`${dashedRing}${plus}` },
};

const rungs: Record<RungState, Shape> = {
  yes: states.running,
  waiting: { tone: 'busy', drawing: half },
  no: states.down,
  unknown: { tone: 'quiet', drawing: svg`${dashedRing}${question}` },
};

const severities: Record<Severity, Shape> = {
  error: states.down,
  warning: states.degraded,
  info: { tone: 'quiet', drawing: svg`${disc}<path d="M12 11.4v5m0-8.6v.1" class="mark" />` },
};

const steps: Record<StepState, Shape> = {
  waiting: { tone: 'quiet', drawing: ring },
  running: { tone: 'busy', drawing: half },
  done: states.running,
  failed: states.down,
  skipped: { tone: 'quiet', drawing: svg`${ring}<path d="M8.4 12h7.2" class="line" />` },
};

const draw = (shape: Shape | undefined, className = '') => {
  const { tone, drawing } = shape ?? rungs.unknown;
  return html`<svg class="shape tone-${tone} ${className}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${drawing}
  </svg>`;
};

export const stateShape = (state: State) => draw(states[state], state === 'starting' ? 'large turning' : 'large');
export const rungShape = (state: RungState) => draw(rungs[state]);
export const severityShape = (severity: Severity) => draw(severities[severity]);
export const stepShape = (state: StepState) => draw(steps[state]);
export const busyShape = () => draw({ tone: 'busy', drawing: arc }, 'large turning');
export const waitingShape = () => draw({ tone: 'busy', drawing: svg`${ring}${dots}` });
export const goodShape = () => draw(states.running);
export const quietShape = () => draw({ tone: 'quiet', drawing: ring });
export const missingShape = () => draw(states.unreachable, 'large');
/** How a repair's outcome looks: only a proven repair is good. */
export const outcomeShape = (outcome: string) => {
  if (outcome === 'repaired' || outcome === 'nothing_to_do' || outcome === 'shown') return draw(states.running);
  if (outcome === 'awaiting_proof') return draw(rungs.waiting);
  if (outcome === 'failed' || outcome === 'still_broken') return draw(states.down);
  return draw(steps.skipped);
};
