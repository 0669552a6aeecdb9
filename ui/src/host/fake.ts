// The door in a plain browser and in tests: a scripted keeper behind the same interface.

import type { Answer, Intent, Route } from './contract';
import type { Host, LinkState, Push } from './host';
import { ScriptedKeeper } from './scripted.js';

export class FakeHost implements Host {
  /** Undefined while no keeper runs. */
  keeper: ScriptedKeeper | undefined;
  /** What the window said is in front of the person, the newest last. */
  readonly looked: (Route | null)[] = [];
  private take: (push: Push) => void = () => {};

  private constructor(
    private readonly scene: string,
    private readonly step?: number,
  ) {}

  /** A host that plays a scene; `no-keeper` is the one without a keeper. */
  static playing(scene: string, step?: number): FakeHost {
    return new FakeHost(scene, step);
  }

  async listen(take: (push: Push) => void): Promise<void> {
    this.take = take;
    if (this.scene === 'no-keeper') {
      this.link({ link: 'no_keeper', detail: 'nobody answers at /run/user/1000/clawtray/keeper.sock' });
    } else if (this.scene !== 'connecting') {
      this.connect(this.scene);
    }
  }

  /** Plays what the keeper's `show` frame does. */
  show(route: Route, gateway?: string) {
    this.take(gateway === undefined ? { push: 'show', route } : { push: 'show', route, gateway });
  }

  /** The keeper goes away. */
  lose(detail: string | null = null) {
    this.keeper = undefined;
    this.link({ link: 'no_keeper', detail });
  }

  async send(intent: Intent): Promise<Answer> {
    if (!this.keeper) throw { code: 'no_keeper', message: 'Clawtray’s keeper is not running.', retryable: true };
    const wish = intent.intent === 'for' ? intent.wish : intent;
    if (wish.intent === 'looking') {
      this.looked.push(wish.route);
      return { answer: 'accepted' };
    }
    return this.keeper.answer(intent);
  }

  async startKeeper(): Promise<void> {
    this.connect(this.scene === 'no-keeper' ? 'healthy' : this.scene);
  }

  private connect(scene: string) {
    this.keeper = new ScriptedKeeper(scene, (snapshot) => this.take({ push: 'snapshot', snapshot }), this.step);
    this.link({ link: 'connected' });
    this.take({ push: 'snapshot', snapshot: this.keeper.snapshot });
  }

  private link(state: LinkState) {
    this.take({ push: 'link', state });
  }
}
