// The account's object, by a clock that can be moved, and with writes that can fail.
import { Account as Base } from "../account/object.ts";
import type { Env } from "../env.ts";
import type { Development } from "./development.ts";

interface DevEnv extends Env { DEVELOPMENT: DurableObjectNamespace<Development> }

export class DevelopmentAccount extends Base {
  #offset: number | undefined;
  #failing = 0;

  async setOffset(offset: number): Promise<void> {
    this.#offset = offset;
    await this.retime();
  }

  async failWrites(count: number): Promise<void> {
    this.#failing = count;
  }

  protected override async now(): Promise<number> {
    return Date.now() + (await this.#known());
  }

  protected override async alarmTime(at: number): Promise<number> {
    return at - (await this.#known());
  }

  protected override written(): void {
    if (this.#failing === 0) return;
    this.#failing -= 1;
    throw new Error("this write was made to fail");
  }

  async #known(): Promise<number> {
    const { DEVELOPMENT } = this.env as DevEnv;
    this.#offset ??= await DEVELOPMENT.getByName("one").join(this.ctx.id.toString());
    return this.#offset;
  }
}

export type Account = DevelopmentAccount;
