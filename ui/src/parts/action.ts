// The action that a person looks at: its plan, the way they chose, and the confirmed run. Draws nothing.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ActionView, Answer, Intent } from '../host/contract';
import { asAppError } from '../host/host';
import { type About, isSame, referenceTo } from '../model';
import type { Sheet } from './sheet';

/** What it needs of the window. */
interface Owner extends ReactiveControllerHost {
  /** Asks the keeper, of the gateway that the window shows. */
  tell(intent: Intent): Promise<Answer | undefined>;
}

export class ActionInView implements ReactiveController {
  private shown: Sheet | undefined;

  constructor(private readonly owner: Owner) {
    owner.addController(this);
  }

  hostConnected() {}

  get sheet(): Sheet | undefined {
    return this.shown;
  }

  private set sheet(next: Sheet | undefined) {
    this.shown = next;
    this.owner.requestUpdate();
  }

  close() {
    this.sheet = undefined;
  }

  async open(about: About, action: ActionView) {
    const sheet: Sheet = { finding: referenceTo(about), title: about.title, action };
    this.sheet = sheet;
    await this.preview(sheet);
  }

  /** Works the plan out for another way. */
  async chooseWay(choice: string) {
    if (!this.shown || this.shown.sending) return;
    const sheet = { ...this.shown, choice };
    this.sheet = sheet;
    await this.preview(sheet);
  }

  /** Fills the sheet in, unless another one was opened meanwhile. */
  private async preview(sheet: Sheet) {
    const update = (change: Partial<Sheet>) => {
      if (this.shown && isSame(this.shown.finding, sheet.finding) && this.shown.action.id === sheet.action.id) {
        this.sheet = { ...this.shown, ...change };
      }
    };
    try {
      const answer = await this.owner.tell({
        intent: 'preview',
        finding: sheet.finding,
        action: sheet.action.id,
        ...(sheet.choice === undefined ? {} : { choice: sheet.choice }),
      });
      // Another way was chosen while this one was worked out.
      if (answer?.answer === 'plan' && this.shown?.choice === sheet.choice) update({ plan: answer.plan });
    } catch (thrown) {
      update({ error: asAppError(thrown) });
    }
  }

  /** The person confirmed the plan: a repair runs, all is over without one, or the sheet stays with its reason. */
  async run(): Promise<'runs' | 'over' | 'stays'> {
    const sheet = this.shown;
    if (!sheet?.plan || sheet.sending) return 'stays';
    this.sheet = { ...sheet, sending: true };
    try {
      const { finding, action, plan } = sheet;
      const chosen = plan.choices.find((choice) => choice.chosen);
      const answer = await this.owner.tell({
        intent: 'run',
        finding,
        action: action.id,
        plan: plan.etag,
        ...(chosen === undefined ? {} : { choice: chosen.id }),
      });
      if (this.shown === undefined) return 'stays';
      if (answer?.answer !== 'repair') return 'over';
      this.sheet = { ...this.shown, repair: answer.repair, sending: false };
      return 'runs';
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === 'plan_changed') {
        const { finding, title, action } = sheet;
        const anew = { finding, title, action, changed: true, ...(sheet.choice ? { choice: sheet.choice } : {}) };
        this.sheet = anew;
        await this.preview(anew);
      } else {
        this.sheet = { ...sheet, sending: false, error };
      }
      return 'stays';
    }
  }
}
