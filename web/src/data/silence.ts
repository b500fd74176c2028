/** How long nothing has come that was due, as far as the page was awake to hear it. */

/** What counts of one look at most, s: a page behind another, or a busy one, looks seldom and hears late. */
const LOOK = 0.5;
/** So long nobody remarks it, s: frames are due ten times in one, and a slow machine misses some. */
const LONG = 3;

export class Silence {
  private lasted = 0;

  heard(): void {
    this.lasted = 0;
  }

  /** Time went by in which something was due, or nothing was; whether it is remarkable by now. */
  passed(seconds: number, due: boolean): boolean {
    this.lasted = due ? this.lasted + Math.min(seconds, LOOK) : 0;
    return this.lasted > LONG;
  }
}
